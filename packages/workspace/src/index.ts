export type { WorkspaceEventMap } from './events.js';
export * from './events.js';
export { Workspace } from './state/workspace.js';
