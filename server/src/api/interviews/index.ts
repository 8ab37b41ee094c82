import { notFound } from '../../errors.js';
import type { Erasing } from '../../services/erasing/index.js';
import type { Rate, RateLimiter } from '../../services/limits/index.js';
import type { Sessions } from '../../services/sessions/index.js';
import type { Tokens } from '../../services/sessions/tokens.js';
import { at } from '../at.js';
import type { Handlers } from '../handler.js';
import { perTenant } from '../../services/mail/rates.js';
import { spend } from '../middleware/rate-limit.js';
import { presentCreated, presentInterview } from './present.js';

export interface InterviewDeps {
  readonly sessions: Sessions;
  readonly erasing: Erasing;
  readonly tokens: Tokens;
  readonly limiter: RateLimiter;
  /** Where the hosted pages are, without a slash at the end. */
  readonly publicUrl: string;
}

type Names =
  | 'createInterview'
  | 'startInterview'
  | 'listInterviews'
  | 'getInterview'
  | 'eraseInterview'
  | 'getErasure'
  | 'createToken'
  | 'redeemCode'
  | 'listLinks'
  | 'revokeLink'
  | 'pauseInterview'
  | 'resumeInterview'
  | 'submitInterview';

/** One applicant hardly starts more often; by address, whatever the page. */
const perEmail: Rate = { name: 'email', burst: 5, perSecond: 1 / 600 };
const perLink: Rate = { name: 'link', burst: 30, perSecond: 0.1 };

export function interviewHandlers({ sessions, erasing, tokens, limiter, publicUrl }: InterviewDeps): Pick<Handlers, Names> {
  return {
    async createInterview({ actor, body }) {
      if (body.invitation) await spend(limiter, perTenant, actor.tenant);
      return presentCreated(await sessions.create(actor, body), actor, publicUrl);
    },
    async startInterview({ actor, body }) {
      await spend(limiter, perEmail, `${actor.tenant} ${body.candidate.email.toLowerCase()}`);
      const created = await sessions.selfStart(actor, body);
      return { ...presentCreated(created, actor, publicUrl), session: await tokens.mint(actor, created.row.id, 'candidate') };
    },
    listInterviews: ({ actor, query }) => sessions.list(actor, query, (row) => presentInterview(row, actor)),
    getInterview: async ({ actor, params }) => presentInterview(await sessions.get(at(actor, params.id)), actor),
    async eraseInterview({ actor, params }) {
      // The endpoint takes secret keys only.
      if (!('key' in actor)) throw notFound('interview');
      return erasing.erase(at(actor, params.id), actor.key);
    },
    getErasure: ({ actor, params }) => erasing.get(at(actor, params.id)),
    async createToken({ actor, params, body }) {
      const row = await sessions.get(at(actor, params.id));
      return tokens.mint(actor, row.id, body.role, body);
    },
    async redeemCode({ actor, body }) {
      if (!('interview' in actor)) throw notFound('code');
      if (actor.link) await spend(limiter, perLink, actor.link);
      return tokens.mint(actor, actor.interview, actor.kind, { mask_identity: body.mask_identity });
    },
    listLinks: ({ actor, params }) => sessions.links(at(actor, params.id)),
    async revokeLink({ actor, params }) {
      await sessions.revokeLink(at(actor, params.id), params.link);
      return null;
    },
    async pauseInterview({ actor, params }) {
      const by = actor.kind === 'candidate' ? 'candidate' : 'tenant';
      return presentInterview(await sessions.pause(at(actor, params.id), by), actor);
    },
    async resumeInterview({ actor, params }) {
      const started = performance.now();
      const { row, restored } = await sessions.resume(at(actor, params.id));
      return { interview: presentInterview(row, actor), resumed_in_ms: Math.round(performance.now() - started), restored };
    },
    submitInterview: ({ actor, params }) => sessions.submit(at(actor, params.id)),
  };
}
