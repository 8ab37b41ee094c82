import type { AtsKind } from '@interviewlm/protocol';
import { ashby } from './ashby.js';
import { greenhouse } from './greenhouse.js';
import type { AtsProtocol } from './protocol.js';

/** One for each kind of integration; one too few doesn't compile. */
export const atsProtocols: Readonly<Record<AtsKind, AtsProtocol>> = { greenhouse, ashby };
