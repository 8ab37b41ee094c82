import type { AtsKind } from '@interviewlm/protocol';
import { ashby } from './ashby.js';
import { greenhouse } from './greenhouse.js';
import { kombo } from './kombo.js';
import type { AtsProtocol } from './protocol.js';
import { recruitee } from './recruitee.js';
import { smartrecruiters } from './smartrecruiters.js';
import { workable } from './workable.js';

/** One for each kind of integration; one too few doesn't compile. */
export const atsProtocols: Readonly<Record<AtsKind, AtsProtocol>> = { greenhouse, ashby, workable, recruitee, kombo, smartrecruiters };
