import type { EndpointName, Endpoints } from '@interviewlm/protocol';

/** Where one endpoint is: the same words as in the protocol's table, proven equal by the compiler. */
export type Route<N extends EndpointName = EndpointName> = { [M in N]: readonly [Endpoints[M]['method'], Endpoints[M]['path']] }[N];

/**
 * The endpoints that a page may call, or anybody. Kept apart from the protocol's table so that a page doesn't load the schemas (and their
 * validator) only to know an address, and from those that only a tenant's own key may call, so that it doesn't load these either.
 */
export const routes = {
  startInterview: ['POST', '/api/interview/start'],
  getInterview: ['GET', '/api/interview/:id'],
  redeemCode: ['POST', '/api/interview/:id/redeem'],
  acceptNotice: ['POST', '/api/interview/:id/notice'],
  pauseInterview: ['POST', '/api/interview/:id/pause'],
  resumeInterview: ['POST', '/api/interview/:id/resume'],
  submitInterview: ['POST', '/api/interview/:id/submit'],
  getReport: ['GET', '/api/interview/:id/report'],
  getReportHtml: ['GET', '/api/interview/:id/report.html'],
  getReportPdf: ['GET', '/api/interview/:id/report.pdf'],
  overrideScore: ['POST', '/api/interview/:id/report/overrides'],
  appealReport: ['POST', '/api/interview/:id/report/appeals'],
  identifySelf: ['PUT', '/api/interview/:id/self-identification'],
  listFiles: ['GET', '/api/interview/:id/files'],
  readFile: ['GET', '/api/interview/:id/files/*path'],
  writeFile: ['PUT', '/api/interview/:id/files/*path'],
  deleteFile: ['DELETE', '/api/interview/:id/files/*path'],
  moveFile: ['POST', '/api/interview/:id/files/move'],
  runTests: ['POST', '/api/interview/:id/run-tests'],
  openWorkspace: ['GET', '/api/interview/:id/workspace'],
  getQuestion: ['GET', '/api/interview/:id/questions'],
  nextQuestion: ['POST', '/api/interview/:id/questions'],
  sendMessage: ['POST', '/api/interview/:id/chat'],
  getConversation: ['GET', '/api/interview/:id/chat'],
  stopMessage: ['DELETE', '/api/interview/:id/chat/:message'],
  appendEvents: ['POST', '/api/interview/:id/events'],
  listEvents: ['GET', '/api/interview/:id/events'],
  streamEvents: ['GET', '/api/interview/:id/events/stream'],
  getReplay: ['GET', '/api/interview/:id/replay'],
  getSegment: ['GET', '/api/interview/:id/replay/segments/:first_seq'],
  listComments: ['GET', '/api/interview/:id/comments'],
  createComment: ['POST', '/api/interview/:id/comments'],
  removeComment: ['DELETE', '/api/interview/:id/comments/:comment'],
  getAssessmentCard: ['GET', '/api/assessments/:id/card'],
  health: ['GET', '/healthz'],
  ready: ['GET', '/readyz'],
} as const satisfies { readonly [N in EndpointName]?: Route<N> };

export type PageEndpoint = keyof typeof routes;

/** The path with its parameters filled in; a `*name` keeps its slashes. */
export function fillPath(path: string, params: Readonly<Record<string, string | number | undefined>>): string {
  return path.replace(/([:*])(\w+)/g, (_match, kind: string, name: string) => {
    const value = params[name];
    if (value === undefined) throw new TypeError(`The parameter ${name} is missing`);
    const text = String(value);
    return kind === '*' ? text.split('/').map(encodeURIComponent).join('/') : encodeURIComponent(text);
  });
}
