export * from './hostile.js';
export * from './load.js';
export * from './random.js';
export * from './script.js';
export * from './session.js';
export * from './keyed.js';
export * from './workspace.js';
