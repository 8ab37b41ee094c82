import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createS3Archive } from '../../src/providers/s3/index.js';
import type { ArchivePort } from '../../src/services/archive/port.js';
import { startS3, type S3Server } from '../vendors/s3/server.js';
import { credential } from '../vendors/s3/signature.js';

let server: S3Server;
let archive: ArchivePort;
const plain = { content_type: 'text/plain' };
const busy = { status: 503, code: 'SlowDown' };
const options = () => ({
  bucket: server.bucket,
  region: 'us-east-1',
  ...credential,
  endpoint: server.endpoint,
  attempts: 3,
});
/** For small objects, whose answers come in no time: whoever sends megabytes may need longer than it waits. */
const hurried = () => createS3Archive({ ...options(), timeout_ms: 1500 });
const text = async (key: string) => Buffer.from(await archive.get(key)).toString();

beforeAll(async () => {
  server = await startS3();
  archive = createS3Archive(options());
});
afterAll(() => server.close());

describe('SA1 trouble that passes is not noticed', () => {
  test.each([
    ['a busy server', busy],
    ['a reset', 'reset'],
    ['a lost answer', 'lost_answer'],
    ['no answer', 'hang'],
  ] as const)('%s at put', async (name, fault) => {
    server.proxy.spoil(fault);
    await hurried().put(`sa1/${name}`, Buffer.from(name), plain);
    expect(await text(`sa1/${name}`)).toBe(name);
  });

  test.each([
    ['a busy server', busy],
    ['a reset', 'reset'],
    ['a body that breaks off', 'cut_body'],
    ['no answer', 'hang'],
  ] as const)('%s at get', async (_, fault) => {
    await archive.put('sa1/get', Buffer.from('as it was put'), plain);
    server.proxy.spoil(fault);
    expect(Buffer.from(await hurried().get('sa1/get')).toString()).toBe('as it was put');
  });

  test('a stream that breaks off goes on where it broke', async () => {
    const content = randomBytes(3 * 1024 * 1024);
    await archive.put('sa1/stream', content, plain);
    server.proxy.spoil('cut_body', busy, 'cut_body', 'reset');
    expect(Buffer.concat(await Array.fromAsync(archive.stream('sa1/stream'))).equals(content)).toBe(true);
    const ranges = server.proxy.exchanges.flatMap(({ url, headers }) =>
      url.includes('sa1/stream') && headers.range ? [headers.range] : [],
    );
    expect(ranges[0]).toMatch(/^bytes=[1-9]\d*-$/);
  });

  test('a part of a large object that has to be sent again', async () => {
    const content = randomBytes(20 * 1024 * 1024);
    // Parts are sent side by side, but on a busy machine all three may meet the first of them.
    server.proxy.spoil('none', busy, 'reset', busy);
    await createS3Archive({ ...options(), attempts: 4 }).put('sa1/large', content, plain);
    expect(Buffer.from(await archive.get('sa1/large')).equals(content)).toBe(true);
  });
});

test('SA1 a large object whose completion was not answered is there all the same', async () => {
  const content = randomBytes(20 * 1024 * 1024);
  // The upload is begun, three parts are put, then it is completed.
  server.proxy.spoil('none', 'none', 'none', 'none', 'lost_answer');
  await archive.put('sa1/completed', content, plain);
  expect(Buffer.from(await archive.get('sa1/completed')).equals(content)).toBe(true);
});

describe('SA2 trouble that stays is told in the words of the port', () => {
  test('a server that stays busy, a wrong key, nobody there', async () => {
    server.proxy.spoil(busy, busy, busy);
    await expect(archive.get('sa2')).rejects.toMatchObject({ name: 'ArchiveError', code: 'unavailable' });
    const stranger = createS3Archive({ ...options(), secretAccessKey: 'wrong' });
    await expect(stranger.put('sa2', Buffer.from('x'), plain)).rejects.toMatchObject({ code: 'unavailable' });
    await expect(stranger.head('sa2')).rejects.toMatchObject({ code: 'unavailable' });
    const nowhere = createS3Archive({ ...options(), endpoint: 'http://127.0.0.1:9', attempts: 1 });
    await expect(nowhere.get('sa2')).rejects.toMatchObject({ code: 'unavailable' });
    await expect(Array.fromAsync(nowhere.list(''))).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('a bucket that is not there is trouble, not a missing object', async () => {
    const elsewhere = createS3Archive({ ...options(), bucket: 'no-such-bucket' });
    await expect(elsewhere.get('sa2')).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('a flipped bit is found', async () => {
    await archive.put('sa2/bit', Buffer.from('as it was put'), plain);
    server.proxy.spoil('flip_bit');
    await expect(archive.get('sa2/bit')).rejects.toMatchObject({ code: 'corrupt' });
    server.proxy.spoil('flip_bit');
    await expect(Array.fromAsync(archive.stream('sa2/bit'))).rejects.toMatchObject({ code: 'corrupt' });
  });

  test('no error tells the secret', async () => {
    server.proxy.spoil(busy, busy, busy);
    const error: unknown = await archive.get('sa2').catch((caught: unknown) => caught);
    expect(JSON.stringify(error) + String(error) + String((error as Error).cause)).not.toContain(credential.secretAccessKey);
  });
});

describe('SA3 what is sent', () => {
  const lastPut = () => server.proxy.exchanges.findLast(({ method }) => method === 'PUT')?.headers;

  test('length and SHA-256 are known before, nothing is streamed in chunks', async () => {
    await archive.put('sa3', Buffer.from('abc'), { ...plain, tags: { tenant: 'ten_1', retention: '7 d' } });
    expect(lastPut()).toMatchObject({
      'content-length': '3',
      'x-amz-checksum-sha256': 'ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=',
      'x-amz-tagging': 'tenant=ten_1&retention=7+d',
    });
    expect(lastPut()?.['content-encoding']).toBeUndefined();
    expect(lastPut()?.['transfer-encoding']).toBeUndefined();
  });

  test('encryption is asked for as it is set', async () => {
    await archive.put('sa3/none', Buffer.from('x'), plain);
    expect(lastPut()?.['x-amz-server-side-encryption']).toBeUndefined();
    await createS3Archive({ ...options(), encryption: 'AES256' }).put('sa3/aes', Buffer.from('x'), plain);
    expect(lastPut()?.['x-amz-server-side-encryption']).toBe('AES256');
    await createS3Archive({ ...options(), encryption: { kms_key_id: 'key-1' } }).put('sa3/kms', Buffer.from('x'), plain);
    expect(lastPut()).toMatchObject({ 'x-amz-server-side-encryption': 'aws:kms', 'x-amz-server-side-encryption-aws-kms-key-id': 'key-1' });
    await createS3Archive({ ...options(), encryption: { kms_key_id: null } }).put('sa3/account', Buffer.from('x'), plain);
    expect(lastPut()).toMatchObject({ 'x-amz-server-side-encryption': 'aws:kms' });
    expect(lastPut()).not.toHaveProperty('x-amz-server-side-encryption-aws-kms-key-id');
  });
});
