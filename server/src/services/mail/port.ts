/** An e-mail, written out. */
export interface Message {
  /** The same however often it is tried, so that a mailbox can tell a repetition. */
  readonly id: string;
  /** Whose name the sender's address stands under. */
  readonly sender: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** BCP 47. */
  readonly language: string;
  /** Where one POST ends e-mails of this sort (RFC 8058); null for one that only answers what somebody did. */
  readonly unsubscribe: string | null;
}

/** Why a message was not sent, in words that tell a tenant nothing of our network. */
export class MailError extends Error {
  override readonly name = 'MailError';

  constructor(
    message: string,
    /** False when it would be refused again. */
    readonly isPassing: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Sends one e-mail. Which provider does, only `main.ts` knows. */
export interface MailPort {
  /** `sent` once the mail server has taken it; `kept` where there is none, and the message is for us to keep. Throws `MailError`. */
  send(message: Message): Promise<'sent' | 'kept'>;
}
