import type { ApiVersion, KeyScope, Mode, Role } from '@interviewlm/protocol';

/** The world a call lives in: nothing outside this tenant and mode exists for it. */
export interface Scope {
  readonly tenant: string;
  readonly mode: Mode;
}

/** A tenant's own key. */
export interface KeyActor extends Scope {
  readonly kind: 'secret' | 'publishable';
  /** Its id; the member's where a person is signed in to the console, who has the rights of a secret key. */
  readonly key: string;
  /** The person's address, where it is one. */
  readonly person?: string;
  /** Null for everything. */
  readonly scopes: readonly KeyScope[] | null;
  readonly version: ApiVersion;
}

/** One role on one interview: by a session token, or by an invite or share code (`link`) that is about to become one. */
export interface SessionActor extends Scope {
  readonly kind: Role;
  readonly interview: string;
  readonly link?: string;
  /** Nothing that it is answered may tell who the candidate is. */
  readonly masked?: true;
}

/** Who calls. */
export type Actor = KeyActor | SessionActor;
