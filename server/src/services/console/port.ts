/** Somebody whom the company's OpenID provider vouches for. */
export interface Person {
  /** The provider and its name for the person: the same for ever, whatever their address becomes. */
  readonly identity: string;
  /** In lower case; the provider says that it is theirs. */
  readonly email: string;
}

/** What is remembered between the way to the provider and the way back. */
export interface Flow {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/**
 * `forgotten`: not begun in this browser, or too long ago. `refused`: by the provider, or by the person there. `expired`: the code was used,
 * or came too late. `unproven`: what the provider answered isn't what was asked for, or isn't its own. `unverified`: it doesn't say that the
 * address is the person's. `unavailable`: it can't be reached, or doesn't accept us.
 */
export type IdentityProblem = 'forgotten' | 'refused' | 'expired' | 'unproven' | 'unverified' | 'unavailable';

/** Nobody was signed in. Holds nothing of what the provider said but its code for it, so that it can be logged. */
export class IdentityError extends Error {
  override readonly name = 'IdentityError';

  constructor(
    readonly problem: IdentityProblem,
    detail: string,
  ) {
    super(detail);
  }
}

/** The OpenID provider. Nothing is asked of it before somebody signs in. Throws `IdentityError`. */
export interface IdentityPort {
  /** Where the person signs in; they come back to `redirect_uri`. */
  begin(redirect_uri: string): Promise<{ url: string; flow: Flow }>;
  /** `answer` is the address that they came back to. */
  finish(answer: URL, flow: Flow): Promise<Person>;
  /** Where they sign out of the provider too, and come back to `after`; null where it offers no such page. */
  endUrl(after: string): Promise<string | null>;
}
