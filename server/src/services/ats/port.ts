import type { Answered, Exchange } from '../webhooks/send.js';

/** How an order stands. `submitted` waits for its score; `cancelled` by the tenant: an ATS that cancels knows it. */
export type Phase = 'invited' | 'started' | 'submitted' | 'completed' | 'expired' | 'cancelled';

/** What can be told of an order, as it stands at the moment of telling. */
export interface Standing {
  readonly order: string;
  readonly interview: string;
  readonly reference: string;
  /** What the protocol kept when the order came. */
  readonly details: Readonly<Record<string, string>>;
  readonly phase: Phase;
  /** Of the last change: the same however often it is told. */
  readonly changed_at: Date;
  readonly links: OrderLinks;
  readonly assessment: { readonly id: string; readonly title: string };
  /** Null while there is none, and where there was nothing to judge. */
  readonly score: { readonly value: number; readonly max: number } | null;
  /** Of the criteria that were judged, 0 to 100 each. */
  readonly criteria: readonly { readonly name: string; readonly title: string; readonly score: number }[];
  readonly started_at: Date | null;
  readonly submitted_at: Date | null;
  readonly elapsed_ms: number;
  /** The report on paper; only of what is completed. */
  readonly pdf: () => Promise<Uint8Array>;
}

/** Hosted pages, with their codes. */
export interface OrderLinks {
  readonly candidate: string;
  readonly replay: string;
}

/** How an ATS is called. */
export interface AtsSettings {
  /** Without a slash at the end; '' where the ATS names a URL with each order. */
  readonly base_url: string;
  readonly account: string;
  readonly credential: string;
  readonly signing_secret: string;
  /** What the ATS calls us with: only where the protocol has us call back with the same. */
  readonly key: string;
}

/** What one protocol says to its ATS. The other direction, what the ATS asks of us, is in `src/ats`. */
export interface AtsPort {
  /** Where the ATS is called, and what URLs of its may lead to: these names and those below them. */
  readonly hosts: readonly string[];
  /** The documented one; null where the ATS names a URL with each order. */
  readonly base_url: string | null;
  readonly needs: readonly ('credential' | 'signing_secret' | 'account')[];
  /** Whether the ATS is called with its own key, which is then kept, sealed. */
  readonly keepsKey: boolean;
  /** Null when the protocol has no word for this. */
  tell(standing: Standing, settings: AtsSettings, exchange: Exchange): Promise<Answered | null>;
  /** A call that changes nothing about a candidate; null where there is none. */
  readonly probe: ((settings: AtsSettings, exchange: Exchange, offered: readonly Offered[]) => Promise<Answered>) | null;
}

/** An assessment that can be ordered. */
export interface Offered {
  readonly id: string;
  readonly title: string;
  readonly description: string;
}
