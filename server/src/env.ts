import { randomBytes, type KeyObject } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { PersonalKey } from './db/personal/key-ring.js';
import { personalKeys } from './db/personal/parse-keys.js';
import { keptSigningKey, parseSigningKey } from './services/export/signing-key.js';

/** What is wrong with the environment, one line for each variable. Never holds a value: those may be secrets. */
export class EnvError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The environment is not usable:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'EnvError';
  }
}

export interface Env {
  readonly host: string;
  readonly port: number;
  /** Where browsers reach this server, without a slash at the end. */
  readonly publicUrl: string;
  /** So many reverse proxies of our own are in front: the last of them wrote the caller's address into `X-Forwarded-For`. */
  readonly trustedProxies: number;
  /** After SIGTERM, how long it is served on while `/readyz` says no: until no balancer sends anything any more. */
  readonly drainSeconds: number;
  /** Null for none. Never the public port: what is measured is nobody else's business. */
  readonly metrics: { host: string; port: number } | null;
  /** Absolute. */
  readonly dataDir: string;
  readonly logLevel: (typeof levels)[number];
  readonly sessionSecret: string;
  /** Seals what is stored but must not be read in the database: webhook secrets, what ATSs are called with, answers that may be repeated. */
  readonly dataSecret: string;
  /** For development alone: webhooks and calls to ATSs also go to `http:` and to addresses that aren't public. */
  readonly insecureWebhooks: boolean;
  /** Seals personal columns of the database: the first is the one that seals, the others only open. Empty where nothing is sealed. */
  readonly personalKeys: readonly PersonalKey[];
  /** Signs exported interviews. */
  readonly exportKey: KeyObject;
  /** Whether spans are sent: OpenTelemetry's own variables, which its SDK reads, ask for it. */
  readonly traces: boolean;
  /** Null for the embedded PostgreSQL. May go through a transaction pooler when there is a direct one beside it. */
  readonly databaseUrl: string | null;
  /** For what belongs to a connection: LISTEN, and locks that outlive a transaction. */
  readonly databaseDirectUrl: string | null;
  /** Null for the local sandbox. */
  readonly modal: {
    tokenId: string;
    tokenSecret: string;
    workspace: string | null;
    volumeNamespace: string | null;
    /** Networks, as CIDRs, that candidates' sandboxes may reach; none by default. */
    allowlist: string[];
  } | null;
  /** `embedded`: interviews in test mode use this machine's sandbox and the scripted assistant, whatever live ones use. */
  readonly testMode: (typeof testModes)[number];
  /** How long an archived interview's volume and log also stay where they were. */
  readonly retentionDays: number;
  /** Null for the disk archive. */
  readonly s3: {
    bucket: string;
    region: string;
    accessKeyId: string;
    secretAccessKey: string;
    endpoint: string | null;
    encryption: 'bucket' | 'AES256' | { kms_key_id: string | null };
  } | null;
  /** Null for the scripted assistant. */
  readonly anthropic: { apiKey: string; model: string | null; baseUrl: string | null } | null;
  /** Null for the outbox. */
  readonly smtp: { url: string; from: string } | null;
  /** Null where nobody signs in to the console but with a key. */
  readonly oidc: { issuer: string; clientId: string; clientSecret: string } | null;
}

const testModes = ['embedded', 'as_live'] as const;
const encryptions = ['AES256', 'aws:kms'] as const;
const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** A variable that is set to nothing counts as not set. */
const text = z
  .string()
  .trim()
  .optional()
  .transform((value) => value || undefined);
const optional = <T extends z.ZodType>(schema: T) => z.preprocess((value) => (value === '' ? undefined : value), schema.optional());
const isNetwork = (value: string) => z.union([z.cidrv4(), z.cidrv6()]).safeParse(value).success;
/** Comma separated. Whether each is one is checked here: Modal would only say so when the first candidate's sandbox starts. */
const networks = text
  .transform((value) => value?.split(',').map((network) => network.trim()))
  .refine((all) => !all || all.every(isNetwork), 'must be networks like 10.1.0.0/16, separated by commas');
const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http or https URL' });

/** What is told of people there must not be read or written on the way. */
function isSafeIssuer(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || ['127.0.0.1', '[::1]', 'localhost'].includes(hostname);
}

const count = z.coerce.number('must be a number').int('must be a whole number').min(0, 'must be at least 0');
const portNumber = z.coerce
  .number('must be a number')
  .int('must be a whole number')
  .min(0, 'must be 0 to 65535')
  .max(65_535, 'must be 0 to 65535');
const postgresUrl = z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// URL' });

const Variables = z.object({
  HOST: optional(z.string().min(1)),
  PORT: optional(portNumber),
  TRUSTED_PROXIES: optional(count.max(10, 'must be at most 10')),
  DRAIN_SECONDS: optional(count.max(300, 'must be at most 300')),
  METRICS_HOST: text,
  METRICS_PORT: optional(portNumber),
  PUBLIC_URL: optional(httpUrl),
  DATA_DIR: text,
  LOG_LEVEL: optional(z.enum(levels, `must be one of ${levels.join(', ')}`)),
  SESSION_SECRET: optional(z.string().min(32, 'must have at least 32 characters')),
  DATA_SECRET: optional(z.string().min(32, 'must have at least 32 characters')),
  PERSONAL_DATA_KEYS: personalKeys,
  EXPORT_SIGNING_KEY: optional(
    z.string().transform((value, context) => {
      try {
        return parseSigningKey(value);
      } catch (error) {
        context.addIssue(error instanceof Error ? error.message : 'is no key');
        return z.NEVER;
      }
    }),
  ),
  WEBHOOKS_INSECURE: optional(z.enum(['true', 'false'], 'must be true or false')),
  DATABASE_URL: optional(postgresUrl),
  DATABASE_DIRECT_URL: optional(postgresUrl),
  MODAL_TOKEN_ID: text,
  MODAL_TOKEN_SECRET: text,
  MODAL_WORKSPACE: text,
  MODAL_VOLUME_NAMESPACE: text,
  MODAL_ALLOWED_NETWORKS: networks,
  TEST_MODE: optional(z.enum(testModes, `must be one of ${testModes.join(', ')}`)),
  MODAL_RETENTION_DAYS: optional(z.coerce.number('must be a number').int('must be a whole number').min(1, 'must be at least 1')),
  AWS_S3_BUCKET: text,
  AWS_REGION: text,
  AWS_ACCESS_KEY_ID: text,
  AWS_SECRET_ACCESS_KEY: text,
  AWS_ENDPOINT_URL_S3: optional(httpUrl),
  AWS_S3_SSE: optional(z.enum(encryptions, `must be one of ${encryptions.join(', ')}`)),
  AWS_S3_SSE_KMS_KEY_ID: text,
  ANTHROPIC_API_KEY: text,
  ANTHROPIC_BASE_URL: optional(httpUrl),
  CLAUDE_MODEL: text,
  SMTP_URL: optional(z.url({ protocol: /^smtps?$/, error: 'must be an smtp:// or smtps:// URL' })),
  MAIL_FROM: optional(z.email('must be an e-mail address')),
  OIDC_ISSUER: optional(httpUrl.refine(isSafeIssuer, 'must be an https URL, unless it is of this machine')),
  OIDC_CLIENT_ID: text,
  OIDC_CLIENT_SECRET: text,
  OTEL_SDK_DISABLED: text,
  OTEL_TRACES_EXPORTER: text,
  OTEL_EXPORTER_OTLP_ENDPOINT: optional(httpUrl),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: optional(httpUrl),
  OTEL_EXPORTER_OTLP_PROTOCOL: optional(z.literal('http/json', 'must be http/json, which is what is sent here')),
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: optional(z.literal('http/json', 'must be http/json, which is what is sent here')),
});
type Variables = z.infer<typeof Variables>;

/**
 * Variables of a vendor that only make sense together. `needed` all or none; one of `asks` says that the vendor is wanted.
 * AWS's region and keys are common in a shell for other reasons, so there only the bucket says so.
 */
const vendors = [
  {
    name: 'Modal',
    needed: ['MODAL_TOKEN_ID', 'MODAL_TOKEN_SECRET'],
    asks: ['MODAL_TOKEN_ID', 'MODAL_TOKEN_SECRET', 'MODAL_WORKSPACE', 'MODAL_VOLUME_NAMESPACE', 'MODAL_ALLOWED_NETWORKS'],
  },
  {
    name: 'S3',
    needed: ['AWS_S3_BUCKET', 'AWS_REGION', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'],
    asks: ['AWS_S3_BUCKET', 'AWS_ENDPOINT_URL_S3', 'AWS_S3_SSE', 'AWS_S3_SSE_KMS_KEY_ID'],
  },
  { name: 'Anthropic', needed: ['ANTHROPIC_API_KEY'], asks: ['ANTHROPIC_API_KEY', 'ANTHROPIC_BASE_URL', 'CLAUDE_MODEL'] },
  { name: 'SMTP', needed: ['SMTP_URL', 'MAIL_FROM'], asks: ['SMTP_URL', 'MAIL_FROM'] },
  {
    name: 'OpenID Connect',
    needed: ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'],
    asks: ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'],
  },
] as const;

/** Reads the environment, once. Throws `EnvError` that names every variable that is wrong or missing. */
export function parseEnv(source: NodeJS.ProcessEnv): Env {
  const parsed = Variables.safeParse(source);
  if (!parsed.success) throw new EnvError(parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`));
  const set = parsed.data;
  const missing = vendors.flatMap((vendor) => missingOf(set, vendor));
  if (set.AWS_S3_SSE_KMS_KEY_ID && set.AWS_S3_SSE !== 'aws:kms')
    missing.push('AWS_S3_SSE must be aws:kms, since AWS_S3_SSE_KMS_KEY_ID is set');
  if (set.DATABASE_DIRECT_URL && !set.DATABASE_URL) missing.push('DATABASE_URL is missing: DATABASE_DIRECT_URL is set');
  if (missing.length > 0) throw new EnvError(missing);

  const host = set.HOST ?? '127.0.0.1';
  const port = set.PORT ?? 3000;
  const dataDir = resolve(set.DATA_DIR ?? '.data');
  const sessionSecret = set.SESSION_SECRET ?? keptSecret(dataDir);
  return {
    host,
    port,
    publicUrl: (set.PUBLIC_URL ?? `http://${urlHost(host)}:${port}`).replace(/\/+$/, ''),
    trustedProxies: set.TRUSTED_PROXIES ?? 0,
    drainSeconds: set.DRAIN_SECONDS ?? 0,
    metrics: set.METRICS_PORT === undefined ? null : { host: set.METRICS_HOST ?? '127.0.0.1', port: set.METRICS_PORT },
    dataDir,
    logLevel: set.LOG_LEVEL ?? 'info',
    testMode: set.TEST_MODE ?? 'embedded',
    sessionSecret,
    dataSecret: set.DATA_SECRET ?? sessionSecret,
    personalKeys: set.PERSONAL_DATA_KEYS,
    insecureWebhooks: set.WEBHOOKS_INSECURE === 'true',
    exportKey: set.EXPORT_SIGNING_KEY ?? keptSigningKey(dataDir),
    traces: asksForTraces(set),
    databaseUrl: set.DATABASE_URL ?? null,
    databaseDirectUrl: set.DATABASE_DIRECT_URL ?? set.DATABASE_URL ?? null,
    modal:
      set.MODAL_TOKEN_ID && set.MODAL_TOKEN_SECRET
        ? {
            tokenId: set.MODAL_TOKEN_ID,
            tokenSecret: set.MODAL_TOKEN_SECRET,
            workspace: set.MODAL_WORKSPACE ?? null,
            volumeNamespace: set.MODAL_VOLUME_NAMESPACE ?? null,
            allowlist: set.MODAL_ALLOWED_NETWORKS ?? [],
          }
        : null,
    retentionDays: set.MODAL_RETENTION_DAYS ?? 7,
    s3:
      set.AWS_S3_BUCKET && set.AWS_REGION && set.AWS_ACCESS_KEY_ID && set.AWS_SECRET_ACCESS_KEY
        ? {
            bucket: set.AWS_S3_BUCKET,
            region: set.AWS_REGION,
            accessKeyId: set.AWS_ACCESS_KEY_ID,
            secretAccessKey: set.AWS_SECRET_ACCESS_KEY,
            endpoint: set.AWS_ENDPOINT_URL_S3 ?? null,
            encryption: encryptionOf(set),
          }
        : null,
    anthropic: set.ANTHROPIC_API_KEY
      ? { apiKey: set.ANTHROPIC_API_KEY, model: set.CLAUDE_MODEL ?? null, baseUrl: set.ANTHROPIC_BASE_URL ?? null }
      : null,
    oidc:
      set.OIDC_ISSUER && set.OIDC_CLIENT_ID && set.OIDC_CLIENT_SECRET
        ? { issuer: set.OIDC_ISSUER, clientId: set.OIDC_CLIENT_ID, clientSecret: set.OIDC_CLIENT_SECRET }
        : null,
    smtp: set.SMTP_URL && set.MAIL_FROM ? { url: set.SMTP_URL, from: set.MAIL_FROM } : null,
  };
}

const asksForTraces = (set: Variables) =>
  (set.OTEL_EXPORTER_OTLP_ENDPOINT ?? set.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT) !== undefined &&
  set.OTEL_SDK_DISABLED !== 'true' &&
  set.OTEL_TRACES_EXPORTER !== 'none';

function encryptionOf({ AWS_S3_SSE, AWS_S3_SSE_KMS_KEY_ID }: Variables): NonNullable<Env['s3']>['encryption'] {
  if (AWS_S3_SSE === 'aws:kms') return { kms_key_id: AWS_S3_SSE_KMS_KEY_ID ?? null };
  return AWS_S3_SSE ?? 'bucket';
}

function missingOf(set: Variables, { name, needed, asks }: (typeof vendors)[number]): string[] {
  const asked = asks.find((variable) => set[variable] !== undefined);
  if (!asked) return [];
  return needed
    .filter((variable) => set[variable] === undefined)
    .map((variable) => `${variable} is missing: ${asked} is set, and ${name} needs ${needed.length === 2 ? 'both' : 'all of them'}`);
}

/** Pages are opened by this address, so "all interfaces" becomes the one that surely is ours. */
function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

/** Made once for this data folder. With several servers, each needs the same one in SESSION_SECRET. */
function keptSecret(dataDir: string): string {
  const path = join(dataDir, 'secrets.json');
  mkdirSync(dataDir, { recursive: true });
  try {
    writeFileSync(path, JSON.stringify({ session_secret: randomBytes(48).toString('base64url') }), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return z.object({ session_secret: z.string().min(32) }).parse(JSON.parse(readFileSync(path, 'utf8'))).session_secret;
}
