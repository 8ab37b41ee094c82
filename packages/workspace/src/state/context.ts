import { createContext } from '@lit/context';
import type { Workspace } from './workspace.js';

/** The workspace that a part belongs to, given by `<interview-workspace>` around it. */
export const workspaceContext = createContext<Workspace | undefined>(Symbol('interviewlm.workspace'));
