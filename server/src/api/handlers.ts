import type { Knex } from 'knex';
import type { Assistant } from '../services/assistant/index.js';
import type { Files } from '../services/files/index.js';
import type { VolumeSync } from '../services/files/sync.js';
import type { Exporting } from '../services/export/index.js';
import type { Masking } from '../services/masking/index.js';
import type { Recording } from '../services/recording/index.js';
import type { UsageReports } from '../services/usage/index.js';
import type { Runs } from '../services/workspace/runs.js';
import type { Integrations } from '../services/ats/integrations.js';
import type { Orders } from '../services/ats/orders.js';
import type { Audit } from '../services/audit/index.js';
import type { Webhooks } from '../services/webhooks/index.js';
import type { Members } from '../services/console/members.js';
import type { Keys } from '../services/keys/index.js';
import type { Tenants } from '../services/tenants/index.js';
import type { Questions } from '../services/questions/next.js';
import type { Assessments } from '../services/assessments/index.js';
import { auditHandlers } from './audit/index.js';
import { assessmentHandlers } from './assessments/index.js';
import { chatHandlers } from './chat/index.js';
import { commentHandlers } from './comments/index.js';
import { eventHandlers } from './events/index.js';
import { exportHandlers } from './export/index.js';
import { fairnessHandlers } from './fairness/index.js';
import { fileHandlers } from './files/index.js';
import type { Handlers } from './handler.js';
import { integrationHandlers } from './integrations/index.js';
import { interviewHandlers, type InterviewDeps } from './interviews/index.js';
import { mailHandlers, type MailHandlerDeps } from './mail/index.js';
import { memberHandlers } from './members/index.js';
import { keyHandlers } from './keys/index.js';
import { noticeHandlers } from './notices/index.js';
import { privacyHandlers, type PrivacyDeps } from './privacy/index.js';
import { questionHandlers } from './questions/index.js';
import { replayHandlers } from './replay/index.js';
import { reportHandlers } from './report/index.js';
import { runHandlers } from './runs/index.js';
import { usageHandlers } from './usage/index.js';
import { serviceHandlers, type ServiceDeps } from './service/index.js';
import { webhookHandlers } from './webhooks/index.js';
import { workspaceHandlers } from './workspace/index.js';

export interface HandlerDeps extends InterviewDeps, MailHandlerDeps, PrivacyDeps, ServiceDeps {
  readonly knex: Knex;
  readonly keys: Keys;
  readonly members: Members;
  readonly tenants: Tenants;
  readonly assessments: Assessments;
  readonly files: Files;
  readonly sync: VolumeSync;
  readonly runs: Runs;
  readonly questions: Questions;
  readonly assistant: Assistant;
  readonly recording: Recording;
  readonly exporting: Exporting;
  readonly masking: Masking;
  readonly usage: UsageReports;
  readonly webhooks: Webhooks;
  readonly integrations: Integrations;
  readonly orders: Orders;
  readonly audit: Audit;
}

/** One handler for each endpoint of the contract; one too few doesn't compile. */
export const createHandlers = (deps: HandlerDeps): Handlers => ({
  ...interviewHandlers(deps),
  ...assessmentHandlers(deps),
  ...keyHandlers(deps),
  ...memberHandlers(deps),
  ...fileHandlers(deps),
  ...runHandlers(deps),
  ...noticeHandlers(deps),
  ...questionHandlers(deps),
  ...chatHandlers(deps),
  ...eventHandlers(deps),
  ...replayHandlers(deps),
  ...exportHandlers(deps),
  ...commentHandlers(deps),
  ...reportHandlers(deps),
  ...fairnessHandlers(deps),
  ...usageHandlers(deps),
  ...mailHandlers(deps),
  ...webhookHandlers(deps),
  ...integrationHandlers(deps),
  ...auditHandlers(deps),
  ...privacyHandlers(deps),
  ...serviceHandlers(deps),
  ...workspaceHandlers(deps),
});
