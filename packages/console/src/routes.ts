import type { ConsoleSession, KeyScope } from '@interviewlm/protocol';
import type { Section } from './parts/section.js';

/** Loads the code of a page and makes its element. */
type MakePage = () => Promise<Section>;

/** One entry of the navigation: who may not read it doesn't see it. */
export interface SectionRoute {
  readonly path: string;
  readonly title: string;
  readonly scope: KeyScope;
  readonly list: MakePage;
  /** What shows one of the list. */
  readonly item?: MakePage;
}

const retention: MakePage = async () => new (await import('./retention/console-retention.js')).ConsoleRetention();

export const sections: readonly SectionRoute[] = [
  {
    path: 'interviews',
    title: 'Interviews',
    scope: 'interviews:read',
    list: async () => new (await import('./interviews/console-interviews.js')).ConsoleInterviews(),
    item: async () => new (await import('./interviews/console-interview.js')).ConsoleInterview(),
  },
  {
    path: 'assessments',
    title: 'Assessments',
    scope: 'assessments:read',
    list: async () => new (await import('./assessments/console-assessments.js')).ConsoleAssessments(),
  },
  {
    path: 'outbox',
    title: 'Outbox',
    scope: 'interviews:read',
    list: async () => new (await import('./outbox/console-outbox.js')).ConsoleOutbox(),
    item: async () => new (await import('./outbox/console-mail.js')).ConsoleMail(),
  },
  {
    path: 'ats',
    title: 'ATS',
    scope: 'integrations:read',
    list: async () => new (await import('./integrations/console-integrations.js')).ConsoleIntegrations(),
    item: async () => new (await import('./integrations/console-integration.js')).ConsoleIntegration(),
  },
  {
    path: 'usage',
    title: 'Usage and cost',
    scope: 'usage:read',
    list: async () => new (await import('./usage/console-usage.js')).ConsoleUsage(),
  },
  {
    path: 'keys',
    title: 'Keys',
    scope: 'keys:read',
    list: async () => new (await import('./keys/console-keys.js')).ConsoleKeys(),
  },
  {
    path: 'people',
    title: 'People',
    scope: 'keys:read',
    list: async () => new (await import('./members/console-members.js')).ConsoleMembers(),
  },
  {
    path: 'origins',
    title: 'Origins',
    scope: 'keys:read',
    list: async () => new (await import('./origins/console-origins.js')).ConsoleOrigins(),
  },
  {
    path: 'webhooks',
    title: 'Webhooks',
    scope: 'webhooks:read',
    list: async () => new (await import('./webhooks/console-webhooks.js')).ConsoleWebhooks(),
    item: async () => new (await import('./webhooks/console-webhook.js')).ConsoleWebhook(),
  },
  {
    path: 'audit',
    title: 'Audit log',
    scope: 'audit:read',
    list: async () => new (await import('./audit/console-audit.js')).ConsoleAudit(),
  },
  { path: 'retention', title: 'Retention and erasure', scope: 'interviews:write', list: retention, item: retention },
];

export interface Route {
  readonly section: SectionRoute;
  readonly make: MakePage;
  /** What the address names of the section: one interview, one webhook endpoint; empty for the list. */
  readonly item: string;
  /** A part of that: `replay`. */
  readonly part: string;
}

/** Where `/console/interviews/itv_…/replay` leads; null for no page of ours. */
export function routeOf(pathname: string): Route | null {
  const [, root, path = '', item = '', part = ''] = pathname.split('/');
  const section = sections.find((each) => each.path === path);
  const make = item ? section?.item : section?.list;
  return root === 'console' && section && make ? { section, make, item, part } : null;
}

/** The element of a route, its code loaded. */
export const pageOf = async ({ make, item, part }: Route, session: ConsoleSession): Promise<Section> =>
  Object.assign(await make(), { session, item, shown: part });
