import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { EnvError, parseEnv } from './env.js';

const DATA_DIR = mkdtempSync(join(tmpdir(), 'interviewlm-env-'));
afterAll(() => rmSync(DATA_DIR, { recursive: true, force: true }));

const problems = (source: NodeJS.ProcessEnv): readonly string[] => {
  try {
    parseEnv({ DATA_DIR, ...source });
  } catch (error) {
    if (error instanceof EnvError) return error.problems;
    throw error;
  }
  return [];
};

test('nothing set is the embedded default, on the loopback interface', () => {
  const env = parseEnv({ DATA_DIR });
  expect(env).toMatchObject({
    host: '127.0.0.1',
    port: 3000,
    publicUrl: 'http://127.0.0.1:3000',
    databaseUrl: null,
    databaseDirectUrl: null,
    trustedProxies: 0,
    metrics: null,
    modal: null,
    s3: null,
    anthropic: null,
  });
});

test('the session secret is made once and kept from others', () => {
  expect(parseEnv({ DATA_DIR }).sessionSecret).toBe(parseEnv({ DATA_DIR }).sessionSecret);
  expect(statSync(join(DATA_DIR, 'secrets.json')).mode & 0o777).toBe(0o600);
});

test.each([
  ['PORT', '70000'],
  ['PORT', 'http'],
  ['DATABASE_URL', 'mysql://db'],
  ['DATABASE_DIRECT_URL', 'mysql://db'],
  ['TRUSTED_PROXIES', 'all'],
  ['DRAIN_SECONDS', '-1'],
  ['METRICS_PORT', '70000'],
  ['PUBLIC_URL', 'interviews.example.com'],
  ['LOG_LEVEL', 'loud'],
  ['SESSION_SECRET', 'short'],
  ['DATA_SECRET', 'short'],
  ['WEBHOOKS_INSECURE', 'yes'],
  ['MODAL_RETENTION_DAYS', '0'],
  ['TEST_MODE', 'cheap'],
  ['ANTHROPIC_BASE_URL', 'gateway.example.com'],
  ['SMTP_URL', 'https://mail.example.org'],
  ['MAIL_FROM', 'Interviews <a@example.org>'],
  ['MODAL_ALLOWED_NETWORKS', '10.0.0.0/8,everything'],
  ['OIDC_ISSUER', 'http://id.example.org'],
])('%s=%s is refused by name, without its value', (name, value) => {
  const [problem, ...more] = problems({ [name]: value });
  expect(problem).toMatch(new RegExp(`^${name} must`));
  expect(problem).not.toContain(value);
  expect(more).toEqual([]);
});

test.each([
  [{ MODAL_TOKEN_ID: 'ak' }, 'MODAL_TOKEN_SECRET'],
  [{ DATABASE_DIRECT_URL: 'postgres://db' }, 'DATABASE_URL'],
  [{ MODAL_WORKSPACE: 'w' }, 'MODAL_TOKEN_ID'],
  [{ AWS_S3_BUCKET: 'b', AWS_REGION: 'r', AWS_ACCESS_KEY_ID: 'i' }, 'AWS_SECRET_ACCESS_KEY'],
  [{ CLAUDE_MODEL: 'm' }, 'ANTHROPIC_API_KEY'],
  [{ ANTHROPIC_BASE_URL: 'https://gateway.example.com' }, 'ANTHROPIC_API_KEY'],
  [{ SMTP_URL: 'smtp://mail.example.org' }, 'MAIL_FROM'],
  [{ MAIL_FROM: 'interviews@example.org' }, 'SMTP_URL'],
  [{ OIDC_ISSUER: 'https://id.example.org' }, 'OIDC_CLIENT_ID'],
  [{ OIDC_CLIENT_ID: 'interviewlm', OIDC_ISSUER: 'https://id.example.org' }, 'OIDC_CLIENT_SECRET'],
])('a vendor that is half set is an error: %o', (source, missing) => {
  expect(problems(source).join()).toContain(`${missing} is missing`);
});

test('Modal as it is unless told otherwise, and told otherwise', () => {
  const account = { DATA_DIR, MODAL_TOKEN_ID: 'ak', MODAL_TOKEN_SECRET: 'as' };
  expect(parseEnv(account)).toMatchObject({ testMode: 'embedded', modal: { allowlist: [] } });
  const told = { ...account, TEST_MODE: 'as_live', MODAL_ALLOWED_NETWORKS: '10.1.0.0/16, 2001:db8::/32' };
  expect(parseEnv(told)).toMatchObject({ testMode: 'as_live', modal: { allowlist: ['10.1.0.0/16', '2001:db8::/32'] } });
});

test('AWS keys that are there for something else do not ask for an archive', () => {
  expect(problems({ AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'i', AWS_SECRET_ACCESS_KEY: 's' })).toEqual([]);
});

test('an empty variable is one that is not set', () => {
  expect(parseEnv({ DATA_DIR, PORT: '', ANTHROPIC_API_KEY: '', DATABASE_URL: '' })).toMatchObject({
    port: 3000,
    anthropic: null,
    databaseUrl: null,
  });
});

test('how the archive encrypts is said by name, and a key only goes with KMS', () => {
  const account = { AWS_S3_BUCKET: 'b', AWS_REGION: 'r', AWS_ACCESS_KEY_ID: 'i', AWS_SECRET_ACCESS_KEY: 's' };
  const encryptionOf = (source: NodeJS.ProcessEnv) => parseEnv({ DATA_DIR, ...account, ...source }).s3?.encryption;
  expect(encryptionOf({})).toBe('bucket');
  expect(encryptionOf({ AWS_S3_SSE: 'AES256' })).toBe('AES256');
  expect(encryptionOf({ AWS_S3_SSE: 'aws:kms' })).toEqual({ kms_key_id: null });
  expect(encryptionOf({ AWS_S3_SSE: 'aws:kms', AWS_S3_SSE_KMS_KEY_ID: 'k' })).toEqual({ kms_key_id: 'k' });
  expect(problems({ ...account, AWS_S3_SSE: 'rot13' })).toEqual([expect.stringMatching(/^AWS_S3_SSE must be one of/)]);
  expect(problems({ ...account, AWS_S3_SSE: 'AES256', AWS_S3_SSE_KMS_KEY_ID: 'k' })).toEqual([
    'AWS_S3_SSE must be aws:kms, since AWS_S3_SSE_KMS_KEY_ID is set',
  ]);
});

test('retention is seven days, with the local sandbox as with Modal', () => {
  expect(parseEnv({ DATA_DIR }).retentionDays).toBe(7);
  expect(parseEnv({ DATA_DIR, MODAL_RETENTION_DAYS: '30' }).retentionDays).toBe(30);
});
