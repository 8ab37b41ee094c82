/**
 * What Monaco would read from `globalThis.MonacoEnvironment`. The build points every such read here, so that the bundle neither
 * sets a global nor obeys the one of a host page that has a Monaco of its own.
 */
export const monacoEnvironment: { getWorker?: (moduleId: string, label: string) => Worker } = {};
