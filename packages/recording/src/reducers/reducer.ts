import type { EventOf, EventType } from '@interviewlm/protocol';
import type { Draft } from '../draft.js';

/** Writes what one event changed into the draft. Gets well-formed events only, and throws for none of them. */
export type Reducer<T extends EventType> = (draft: Draft, event: EventOf<T>) => void;
export type Reducers = { readonly [T in EventType]?: Reducer<T> };
