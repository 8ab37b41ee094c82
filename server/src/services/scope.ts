import type { Mode, Role } from '@interviewlm/protocol';

/** The world a call lives in: nothing outside this tenant and mode exists for it. */
export interface Scope {
  readonly tenant: string;
  readonly mode: Mode;
}

/** Who calls: a tenant's key, or a session token that speaks for one role on one interview. */
export type Actor = Scope &
  ({ readonly kind: 'secret' | 'publishable'; readonly key: string } | { readonly kind: Role; readonly interview: string });
