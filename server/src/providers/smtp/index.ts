import { BlockList, isIP } from 'node:net';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { MailError, type MailPort, type Message } from '../../services/mail/port.js';

export interface SmtpOptions {
  /** `smtps://user:password@host:465`, or `smtp://host:587`, which must offer STARTTLS unless it is this machine or `?requireTLS=false`. */
  readonly url: string;
  /** The sender's address. */
  readonly from: string;
  /** Trusted besides the system's, for tests. */
  readonly ca?: string;
}

const connect_ms = 10_000;
const silence_ms = 20_000;

/** Sends through a mail server. One connection for each message: nothing to lose when a process ends. */
export function createSmtp({ url, from, ca }: SmtpOptions): MailPort {
  const { hostname, port, protocol, username, password, searchParams } = new URL(url);
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  const secure = protocol === 'smtps:';
  const transport = createTransport({
    host,
    port: Number(port) || (secure ? 465 : 587),
    secure,
    requireTLS: !secure && !isThisMachine(host) && searchParams.get('requireTLS') !== 'false',
    ...(username && { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    ...(ca !== undefined && { tls: { ca } }),
    connectionTimeout: connect_ms,
    greetingTimeout: connect_ms,
    socketTimeout: silence_ms,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send(message) {
      try {
        await transport.sendMail(mailOf(message, from));
        return 'sent';
      } catch (error) {
        throw mailError(error);
      }
    },
  };
}

function mailOf({ id, sender, to, subject, text, html, language, unsubscribe }: Message, from: string): SendMailOptions {
  return {
    messageId: `<${id}@${from.slice(from.lastIndexOf('@') + 1)}>`,
    // Objects, never text that is read as a list of addresses: a name can't become a second recipient.
    from: { name: sender, address: from },
    to: { name: '', address: to },
    envelope: { from, to: [to] },
    subject,
    text,
    html,
    headers: {
      'Auto-Submitted': 'auto-generated',
      'Content-Language': language,
      ...(unsubscribe !== null && { 'List-Unsubscribe': `<${unsubscribe}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
    },
  };
}

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

const isThisMachine = (host: string) =>
  host === 'localhost' || (isIP(host) !== 0 && loopback.check(host, isIP(host) === 6 ? 'ipv6' : 'ipv4'));

/**
 * A 5yz answer to the message is final (RFC 5321); one to our sign-in is not the message's fault, and neither is silence. What the server said
 * in words is left out, also as a cause: it names the recipient or our account, and this is logged.
 */
function mailError(cause: unknown): MailError {
  const { code, originalCode = code, responseCode } = cause as { code?: string; originalCode?: string; responseCode?: number };
  if (code === 'EAUTH') return new MailError('The mail server did not accept our sign-in.', true);
  if (code === 'ETLS') return new MailError('The mail server offers no encryption.', true, { cause });
  if (responseCode) return new MailError(`The mail server answered ${responseCode}.`, responseCode < 500);
  return new MailError(`The mail server could not be reached${originalCode ? ` (${originalCode})` : ''}.`, true, { cause });
}
