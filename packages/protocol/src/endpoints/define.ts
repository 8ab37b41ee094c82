import { z } from 'zod';
import { FilePath } from '../common.js';
import { idOf } from '../ids.js';
import type { Endpoint } from './endpoint.js';

/** Keeps the literal types of an endpoint, so that server and client can derive theirs. */
export const define = <const E extends Endpoint>(endpoint: E): E => endpoint;

export const interviewId = z.object({ id: idOf('interview') });
export const filePath = interviewId.extend({ path: FilePath });
export const anyRole = ['candidate', 'observer', 'reviewer', 'secret'] as const;
export const watcher = ['observer', 'reviewer', 'secret'] as const;
