export * from './events.js';
export { ReplayControls } from './replay-controls.js';
export { ReplayDiff } from './replay-diff.js';
export { ReplayTimeline } from './replay-timeline.js';
export { ReplayTranscript } from './replay-transcript.js';
export { SessionReplay } from './session-replay.js';
