import type { At } from '../services/recording/log.js';
import type { Actor } from '../services/scope.js';

/** The interview of a call, in the actor's own world. */
export const at = ({ tenant, mode }: Actor, interview: string): At => ({ tenant, mode, interview });
