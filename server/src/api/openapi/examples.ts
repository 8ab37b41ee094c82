const assessment = 'asm_06f2cq9t5k8xr3n7v1w4y6z0bd';
const interview = 'itv_06f2cr1m2p5ae8h3j7k9q4s6tv';
const candidate = { name: 'Ada Lovelace', email: 'ada@example.com' };
const at = '2026-11-24T15:00:00.000Z';

const key = {
  id: 'key_06f2cpzyxw9vtsrqpnmkjhgfed',
  object: 'key',
  kind: 'secret',
  mode: 'test',
  name: 'Application server',
  prefix: 'ilm_sk_test_Zk3v',
  scopes: ['interviews:read', 'interviews:write'],
  api_version: '2026-11-24',
  created_at: at,
  last_used_at: null,
  expires_at: null,
  revoked_at: null,
};

/** An example of each schema that somebody has to write, and of those that are read most; by the schema's name in the contract. */
export const examples: Readonly<Record<string, unknown>> = {
  NewHold: { reason: 'Matter 2026-17' },
  NewRetention: { days: { recording: 180, chat: 180, identity: 365, audit_log: 730 } },
  NewInterview: { assessment, candidate: { ...candidate, external_id: 'applicant-815' }, metadata: { requisition: 'R-42' } },
  NewInvitation: { locale: 'de', message: 'We look forward to your ideas.' },
  SelfStart: { assessment, candidate },
  NewToken: { role: 'reviewer', ttl_ms: 900_000 },
  SessionToken: { object: 'session_token', token: 'eyJhbGciOiJIUzI1NiJ9.e30.c2ln', role: 'reviewer', interview, expires_at: at },
  Redemption: { code: 'ilm_inv_5f1c0d…' },
  NewNotice: { version: 'acme:2026-11', locale: 'en', shown_for_ms: 41_000 },
  FileWrite: { content: 'export const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);\n' },
  FileMove: { from: 'sum.js', to: 'lib/sum.js' },
  RunRequest: { files: { 'sum.js': 'export const sum = () => 0;\n' } },
  ChatRequest: { message: 'Why does the second test fail?', context: { path: 'sum.js' } },
  EventBatch: {
    client_id: '3f2b8c1e-9a4d-4e6f-8b7a-5c0d1e2f3a4b',
    first_seq: 1,
    events: [{ t_ms: 1200, type: 'editor.open', data: { path: 'sum.js' } }],
  },
  NewComment: { t_ms: 61_000, author: 'Grace', text: 'Found the edge case before running anything.' },
  NewAssessment: { title: 'Backend, one hour', questions: ['qst_06f2cq0a1b2c3d4e5f6g7h8j9k'] },
  NewOverride: { criterion: 'total', score: 80, reason: 'The failing test asks for something the task does not say.', author: 'Grace' },
  NewAppeal: { criterion: 'total', reason: 'The hidden tests expect an order that the task left open.' },
  SelfIdentification: { sex: 'female', ethnicity: 'asian' },
  NewOutcome: { selected: true, decided_by: 'Grace' },
  NewKey: { kind: 'secret', name: key.name, scopes: key.scopes },
  ApiKey: key,
  NewMember: { email: 'grace@example.com', role: 'recruiter' },
  MemberChange: { role: 'viewer' },
  NewOrigins: { origins: ['https://jobs.example.com'] },
  KeyRoll: { overlap_ms: 86_400_000 },
  NewWebhookEndpoint: { url: 'https://ats.example.com/hooks/interviewlm', events: ['interview.scored'] },
  WebhookEndpointChange: { enabled: true },
  WebhookSecretRoll: { overlap_ms: 86_400_000 },
  NewIntegration: { kind: 'ashby', name: 'Ashby, Berlin', credential: 'the API key that was made in Ashby' },
  IntegrationChange: { name: 'Ashby, Berlin and Paris' },
  IntegrationKeyRoll: { overlap_ms: 86_400_000 },
  WebhookEvent: {
    type: 'interview.scored',
    timestamp: at,
    data: {
      interview,
      assessment,
      candidate: 'cnd_06f2cr0hjk2m4n6p8q0r2s4t6v',
      mode: 'live',
      status: 'scored',
      score: { value: 82, max: 100 },
    },
  },
  Problem: {
    type: '/docs/errors#invalid_request',
    title: 'The request is not valid',
    status: 400,
    code: 'invalid_request',
    request_id: '7a0f9f0e-8c6f-4d55-9f0e-3b1c2d4e5f60',
    errors: [{ path: 'body.candidate.email', code: 'invalid_format', message: 'Invalid email address' }],
  },
};
