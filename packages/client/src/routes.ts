import type { EndpointName, Endpoints } from '@interviewlm/protocol';

/**
 * Where each endpoint is. The same words as in the protocol's table, proven equal by the compiler, and kept apart so that a page doesn't
 * load the schemas (and their validator) only to know an address.
 */
export const routes: { readonly [N in EndpointName]: readonly [Endpoints[N]['method'], Endpoints[N]['path']] } = {
  createInterview: ['POST', '/api/interview'],
  startInterview: ['POST', '/api/interview/start'],
  listInterviews: ['GET', '/api/interview'],
  getInterview: ['GET', '/api/interview/:id'],
  eraseInterview: ['DELETE', '/api/interview/:id'],
  getErasure: ['GET', '/api/interview/:id/erasure'],
  createToken: ['POST', '/api/interview/:id/tokens'],
  redeemCode: ['POST', '/api/interview/:id/redeem'],
  revokeLink: ['DELETE', '/api/interview/:id/links/:link'],
  listLinks: ['GET', '/api/interview/:id/links'],
  pauseInterview: ['POST', '/api/interview/:id/pause'],
  resumeInterview: ['POST', '/api/interview/:id/resume'],
  submitInterview: ['POST', '/api/interview/:id/submit'],
  getReport: ['GET', '/api/interview/:id/report'],
  getReportHtml: ['GET', '/api/interview/:id/report.html'],
  getReportPdf: ['GET', '/api/interview/:id/report.pdf'],
  overrideScore: ['POST', '/api/interview/:id/report/overrides'],
  appealReport: ['POST', '/api/interview/:id/report/appeals'],
  identifySelf: ['PUT', '/api/interview/:id/self-identification'],
  decideOutcome: ['PUT', '/api/interview/:id/outcome'],
  getAdverseImpact: ['GET', '/api/reports/adverse-impact.csv'],
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
  eraseEvents: ['POST', '/api/interview/:id/events/erase'],
  streamEvents: ['GET', '/api/interview/:id/events/stream'],
  getReplay: ['GET', '/api/interview/:id/replay'],
  getSegment: ['GET', '/api/interview/:id/replay/segments/:first_seq'],
  listComments: ['GET', '/api/interview/:id/comments'],
  createComment: ['POST', '/api/interview/:id/comments'],
  removeComment: ['DELETE', '/api/interview/:id/comments/:comment'],
  exportInterview: ['GET', '/api/interview/:id/export'],
  listAssessments: ['GET', '/api/assessments'],
  createAssessment: ['POST', '/api/assessments'],
  getAssessment: ['GET', '/api/assessments/:id'],
  getAssessmentCard: ['GET', '/api/assessments/:id/card'],
  getTenant: ['GET', '/api/tenant'],
  setOrigins: ['PUT', '/api/tenant/origins'],
  listKeys: ['GET', '/api/keys'],
  createKey: ['POST', '/api/keys'],
  rollKey: ['POST', '/api/keys/:key/roll'],
  revokeKey: ['DELETE', '/api/keys/:key'],
  listWebhookEndpoints: ['GET', '/api/webhook-endpoints'],
  createWebhookEndpoint: ['POST', '/api/webhook-endpoints'],
  getWebhookEndpoint: ['GET', '/api/webhook-endpoints/:endpoint'],
  updateWebhookEndpoint: ['PUT', '/api/webhook-endpoints/:endpoint'],
  deleteWebhookEndpoint: ['DELETE', '/api/webhook-endpoints/:endpoint'],
  rollWebhookSecret: ['POST', '/api/webhook-endpoints/:endpoint/roll'],
  testWebhookEndpoint: ['POST', '/api/webhook-endpoints/:endpoint/test'],
  listWebhookDeliveries: ['GET', '/api/webhook-endpoints/:endpoint/deliveries'],
  resendWebhookDelivery: ['POST', '/api/webhook-endpoints/:endpoint/deliveries/:delivery/resend'],
  listIntegrations: ['GET', '/api/integrations'],
  createIntegration: ['POST', '/api/integrations'],
  getIntegration: ['GET', '/api/integrations/:integration'],
  updateIntegration: ['PUT', '/api/integrations/:integration'],
  deleteIntegration: ['DELETE', '/api/integrations/:integration'],
  rollIntegrationKey: ['POST', '/api/integrations/:integration/roll'],
  testIntegration: ['POST', '/api/integrations/:integration/test'],
  listAtsOrders: ['GET', '/api/integrations/:integration/orders'],
  cancelAtsOrder: ['POST', '/api/integrations/:integration/orders/:order/cancel'],
  resendAtsOrder: ['POST', '/api/integrations/:integration/orders/:order/resend'],
  getUsage: ['GET', '/api/usage'],
  listAuditLog: ['GET', '/api/audit-log'],
  health: ['GET', '/healthz'],
  ready: ['GET', '/readyz'],
};

/** The path with its parameters filled in; a `*name` keeps its slashes. */
export function fillPath(path: string, params: Readonly<Record<string, string | number | undefined>>): string {
  return path.replace(/([:*])(\w+)/g, (_match, kind: string, name: string) => {
    const value = params[name];
    if (value === undefined) throw new TypeError(`The parameter ${name} is missing`);
    const text = String(value);
    return kind === '*' ? text.split('/').map(encodeURIComponent).join('/') : encodeURIComponent(text);
  });
}
