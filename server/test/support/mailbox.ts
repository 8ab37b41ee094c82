import type { AddressInfo } from 'node:net';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export interface Arrived {
  mail: ParsedMail;
  /** As it came over the wire. */
  raw: string;
  /** The addresses of the envelope. */
  to: string[];
}

/** A mail server on loopback: takes what is sent to it, or answers what the test wants. */
export interface Mailbox {
  url: string;
  arrived: Arrived[];
  /** How many messages were offered to it, also those that it refused. */
  offered: number;
  /** The SMTP code that the next messages are answered with; null to take them. */
  refusal: number | null;
  close(): Promise<void>;
}

export async function startMailbox(port = 0): Promise<Mailbox> {
  const arrived: Arrived[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, { envelope }, callback) {
      void (async () => {
        const chunks: Buffer[] = [];
        for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
        mailbox.offered += 1;
        if (mailbox.refusal !== null) {
          callback(Object.assign(new Error('Not now'), { responseCode: mailbox.refusal }));
          return;
        }
        const raw = Buffer.concat(chunks);
        arrived.push({ mail: await simpleParser(raw), raw: raw.toString('utf8'), to: envelope.rcptTo.map(({ address }) => address) });
        callback();
      })();
    },
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const mailbox: Mailbox = {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    arrived,
    offered: 0,
    refusal: null,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
  return mailbox;
}
