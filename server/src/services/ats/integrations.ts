import type { Knex } from 'knex';
import { z } from 'zod';
import {
  idOf,
  type AnswerOf,
  type AtsKind,
  type BodyOf,
  type Integration,
  type IntegrationTest,
  type QueryOf,
} from '@interviewlm/protocol';
import * as rows from '../../db/ats-integrations.js';
import { listAssessments } from '../../db/assessments.js';
import { heldOrderOf } from '../../db/holds.js';
import { withTenant, type TenantTx } from '../../db/tenant-tx.js';
import { invalid, notFound } from '../../errors.js';
import { newId } from '../../ids.js';
import { requireNoHold } from '../holds/require.js';
import { hashSecret } from '../keys/format.js';
import { decodeCursor, page } from '../paging.js';
import type { Scope } from '../scope.js';
import type { Exchange } from '../webhooks/send.js';
import { looksLikeAtsKey, newAtsKey } from './key.js';
import type { AtsPort, Offered } from './port.js';
import { presentIntegration } from './present.js';
import type { AtsSeal, KeptSecrets } from './secrets.js';
import { atsUrlProblem } from './url.js';

export interface IntegrationDeps {
  readonly knex: Knex;
  readonly seal: AtsSeal;
  readonly ports: Readonly<Record<AtsKind, AtsPort>>;
  readonly exchange: Exchange;
  readonly publicUrl: string;
  /** For development alone: an ATS may also be a simulator on this machine. */
  readonly insecure: boolean;
}

/** An ATS that calls, known by what it showed. */
export interface AtsCaller extends Scope {
  readonly integration: string;
  readonly kind: AtsKind;
}

type WithKey = AnswerOf<'createIntegration'>;

/** The applicant tracking systems of a tenant: docs/decisions/0070-ats-protocols-have-their-own-table.md. */
export interface Integrations {
  list(scope: Scope, query: QueryOf<'listIntegrations'>): Promise<AnswerOf<'listIntegrations'>>;
  create(scope: Scope, body: BodyOf<'createIntegration'>): Promise<WithKey>;
  get(scope: Scope, id: string): Promise<Integration>;
  update(scope: Scope, id: string, change: BodyOf<'updateIntegration'>): Promise<Integration>;
  remove(scope: Scope, id: string): Promise<void>;
  roll(scope: Scope, id: string, overlap_ms: number): Promise<WithKey>;
  test(scope: Scope, id: string): Promise<IntegrationTest>;
  /** Who shows this key, as an ATS of this kind; null when it is unknown, revoked or of another kind. */
  identify(kind: AtsKind, key: string, id?: string): Promise<AtsCaller | null>;
  /** An access token for who shows this key and id (OAuth 2 client credentials), for so many seconds. It holds no longer than the key does. */
  grant(caller: AtsCaller, key: string): { token: string; expires_in_s: number };
  /** Who shows this access token. */
  granted(kind: AtsKind, token: string): Promise<AtsCaller | null>;
  /** The integration of this id, for whoever proves to be it in another way, and what its calls are signed with. */
  named(kind: AtsKind, id: string): Promise<{ caller: AtsCaller; signing_secret: string } | null>;
  /** Notes that the ATS called, to the minute. */
  seen(caller: AtsCaller): Promise<void>;
  /** What can be ordered. */
  offered(scope: Scope): Promise<Offered[]>;
}

const mostIntegrations = 20;
const mostOffered = 500;
const tokenLife_s = 3600;
const GrantedTo = z.object({ integration: z.string(), key: z.string() });

export function createIntegrations(deps: IntegrationDeps): Integrations {
  const { knex, seal, ports, publicUrl } = deps;
  const inside = <T>({ tenant }: Scope, work: (tx: TenantTx) => Promise<T>) => withTenant(knex, tenant, work);
  const show = (row: rows.IntegrationRow) => presentIntegration(row, publicUrl);
  const read = (tx: TenantTx, { mode }: Scope, id: string) => one(rows.readIntegration(tx, mode, id));
  const kept = (kind: AtsKind, secrets: KeptSecrets, key: string | undefined): KeptSecrets => ({
    credential: secrets.credential,
    signing_secret: secrets.signing_secret,
    ...(ports[kind].keepsKey && { key }),
  });
  const identify = async (kind: AtsKind, key: string, id?: string) => {
    if (!looksLikeAtsKey(key) || (id !== undefined && !idOf('integration').safeParse(id).success)) return null;
    return known(kind, await rows.findIntegration(knex, { key: hashSecret(key), ...(id !== undefined && { id }) }));
  };
  const offered = (scope: Scope) =>
    inside(scope, async (tx) =>
      (await listAssessments(tx, scope.mode, mostOffered, {})).map(({ id, title, description }) => ({ id, title, description })),
    );

  return {
    list: (scope, { cursor, limit }) =>
      inside(scope, async (tx) =>
        page(await rows.listIntegrations(tx, scope.mode, limit + 1, decodeCursor('integration', cursor)), limit, show),
      ),
    create: (scope, body) =>
      inside(scope, async (tx) => {
        const { kind, name, account = null, invitation_locale } = body;
        const port = ports[kind];
        const missing = port.needs.find((each) => body[each] === undefined);
        if (missing) throw invalid(`body.${missing}`, 'required', `An integration with ${kind} needs this.`);
        requireUrl(body.base_url, port, deps.insecure);
        if ((await rows.countIntegrations(tx, scope.mode)) >= mostIntegrations)
          throw invalid('body', 'too_many', `There are at most ${mostIntegrations} integrations.`);
        const id = newId('integration');
        const { key, ...hashed } = newAtsKey(scope.mode);
        const row = await rows.insertIntegration(tx, {
          ...{ id, mode: scope.mode, kind, name, account, invitation_locale },
          base_url: trimmed(body.base_url) ?? port.base_url,
          secrets: seal.secrets(id, kept(kind, body, key)),
          has_credential: body.credential !== undefined,
          ...hashed,
        });
        return { ...show(row), key };
      }),
    get: (scope, id) => inside(scope, async (tx) => show(await read(tx, scope, id))),
    update: (scope, id, { credential, signing_secret, ...change }) =>
      inside(scope, async (tx) => {
        const row = await one(rows.lockIntegration(tx, scope.mode, id));
        requireUrl(change.base_url, ports[row.kind], deps.insecure);
        const before = seal.openSecrets(row);
        const secrets = { credential: credential ?? before.credential, signing_secret: signing_secret ?? before.signing_secret };
        await rows.changeIntegration(tx, id, {
          ...said({ ...change, base_url: trimmed(change.base_url) }),
          secrets: seal.secrets(id, kept(row.kind, secrets, before.key)),
          has_credential: secrets.credential !== undefined,
        });
        return show(await read(tx, scope, id));
      }),
    remove: (scope, id) =>
      inside(scope, async (tx) => {
        await read(tx, scope, id);
        const held = await heldOrderOf(tx, id);
        if (held) await requireNoHold(tx, held);
        await rows.deleteIntegration(tx, id);
      }),
    roll: (scope, id, overlap_ms) =>
      inside(scope, async (tx) => {
        const row = await one(rows.lockIntegration(tx, scope.mode, id));
        const { key, key_hash, key_prefix } = newAtsKey(scope.mode);
        await rows.rollIntegrationKey(tx, id, key_hash, overlap_ms);
        await rows.changeIntegration(tx, id, { key_prefix, secrets: seal.secrets(id, kept(row.kind, seal.openSecrets(row), key)) });
        return { ...show(await read(tx, scope, id)), key };
      }),
    async test(scope, id) {
      const row = await inside(scope, (tx) => read(tx, scope, id));
      const { probe } = ports[row.kind];
      const untestable = { object: 'integration_test', state: 'untestable', status: null } as const;
      if (!probe) return { ...untestable, detail: 'This protocol has no call that changes nothing: the first result will tell.' };
      const { status, error } = await probe(seal.settings(row), deps.exchange, await offered(scope));
      return {
        object: 'integration_test',
        state: error === null ? 'passed' : 'failed',
        status,
        detail: error ?? 'It answered as it should.',
      };
    },
    identify,
    grant: ({ kind, integration }, key) => ({
      token: seal.token(kind, { integration, key }, tokenLife_s * 1000),
      expires_in_s: tokenLife_s,
    }),
    async granted(kind, token) {
      const content = GrantedTo.safeParse(seal.openToken(kind, token));
      return content.success ? identify(kind, content.data.key, content.data.integration) : null;
    },
    async named(kind, id) {
      if (!idOf('integration').safeParse(id).success) return null;
      const caller = known(kind, await rows.findIntegration(knex, { id }));
      if (!caller) return null;
      const row = await inside(caller, (tx) => read(tx, caller, id));
      return { caller, signing_secret: seal.settings(row).signing_secret };
    },
    seen: (caller) => inside(caller, (tx) => rows.touchIntegration(tx, caller.integration)),
    offered,
  };
}

const known = (kind: AtsKind, found: rows.FoundIntegration | null): AtsCaller | null =>
  found?.kind === kind ? { tenant: found.tenant_id, mode: found.mode, integration: found.id, kind } : null;

function requireUrl(url: string | undefined, { hosts }: AtsPort, insecure: boolean): void {
  const problem = url === undefined ? null : atsUrlProblem(url, hosts, insecure);
  if (problem) throw invalid('body.base_url', 'invalid_url', problem);
}

const trimmed = (url: string | undefined) => url?.replace(/\/+$/, '');

/** Only what was said: `undefined` is no value for a column. */
const said = <T extends object>(change: T) =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> };

async function one<T>(row: Promise<T | null>): Promise<T> {
  const found = await row;
  if (found === null) throw notFound('integration');
  return found;
}
