import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, beforeAll, expect, test } from 'vitest';
import type { Message } from '../../services/mail/port.js';
import { createSmtp } from './index.js';

interface Taken {
  secure: boolean;
  user: string | undefined;
}

const message: Message = {
  id: 'mail_1',
  sender: 'Acme',
  to: 'ada@example.com',
  subject: 'Your interview',
  text: 'Begin here.',
  html: '<p>Begin here.</p>',
  language: 'en',
  unsubscribe: null,
};
let certificate: { key: string; cert: string };
let taken: Taken[] = [];
const servers: SMTPServer[] = [];

beforeAll(async () => {
  const altNames = [{ type: 7 as const, ip: '127.0.0.1' }];
  const { private: key, cert } = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
    extensions: [{ name: 'subjectAltName', altNames }],
  });
  certificate = { key, cert };
});
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise<void>((resolve) => server.close(resolve));
});

/** A mail server on loopback with a certificate of its own; where it listens, as `host:port`. */
async function listens(options: SMTPServerOptions): Promise<string> {
  taken = [];
  const server = new SMTPServer({
    ...certificate,
    authOptional: true,
    onAuth: ({ username, password }, _, callback) =>
      password === 'p@ss word' ? callback(null, { user: username }) : callback(new Error('Not you')),
    onData(stream, { secure, user }, callback) {
      stream.resume().once('end', () => {
        taken.push({ secure, user });
        callback();
      });
    },
    ...options,
  });
  servers.push(server);
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.server.address() as AddressInfo).port}`;
}

const smtp = (url: string, ca?: string) => createSmtp({ url, from: 'hiring@acme.example', ...(ca !== undefined && { ca }) });

test('smtps is encrypted from the first byte, and the sign-in goes over that', async () => {
  const at = await listens({ secure: true });
  expect(await smtp(`smtps://acme:p%40ss%20word@${at}`, certificate.cert).send(message)).toBe('sent');
  expect(taken).toEqual([{ secure: true, user: 'acme' }]);
});

test('STARTTLS is taken where it is offered, before the sign-in', async () => {
  const at = await listens({});
  expect(await smtp(`smtp://acme:p%40ss%20word@${at}`, certificate.cert).send(message)).toBe('sent');
  expect(taken).toEqual([{ secure: true, user: 'acme' }]);
});

test.each(['smtps', 'smtp'])('%s: a server whose certificate nobody vouches for gets nothing', async (protocol) => {
  const at = await listens({ secure: protocol === 'smtps' });
  await expect(smtp(`${protocol}://${at}`).send(message)).rejects.toMatchObject({
    isPassing: true,
    message: expect.stringContaining('SELF_SIGNED') as unknown,
  });
  expect(taken).toEqual([]);
});

test('one that offers no encryption is only used where that is said', async () => {
  const at = await listens({ disabledCommands: ['STARTTLS'] });
  const elsewhere = at.replace('127.0.0.1', '0.0.0.0');
  await expect(smtp(`smtp://${elsewhere}`).send(message)).rejects.toMatchObject({ message: 'The mail server offers no encryption.' });
  expect(await smtp(`smtp://${elsewhere}?requireTLS=false`).send(message)).toBe('sent');
  expect(taken).toEqual([{ secure: false, user: undefined }]);
});

test('a sign-in that is refused is told without the words of the server, and is tried again', async () => {
  const at = await listens({ secure: true });
  const refused = smtp(`smtps://acme:wrong@${at}`, certificate.cert).send(message);
  await expect(refused).rejects.toMatchObject({ message: 'The mail server did not accept our sign-in.', isPassing: true });
});
