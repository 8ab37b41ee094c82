import type { RetentionClass } from '@interviewlm/protocol';

interface ClassWords {
  readonly name: string;
  /** What is in it, and what stays. */
  readonly holds: string;
  readonly least: number;
  readonly most: number;
  /** It can not be kept without an end. */
  readonly ends?: true;
}

/** The classes of data, as people call them. */
export const classWords: Readonly<Record<RetentionClass, ClassWords>> = {
  interview: { name: 'The whole interview', holds: 'Everything of it, with a certificate. Nothing stays.', least: 1, most: 3650 },
  recording: {
    name: 'Recording',
    holds: 'What the candidate did: the replay, the terminal, files, answers and test runs. The report stays.',
    least: 1,
    most: 3650,
  },
  chat: {
    name: 'Chat with the assistant',
    holds: 'What was asked and answered, also in the recording. The replay still plays.',
    least: 1,
    most: 3650,
  },
  report: {
    name: 'Report and scores',
    holds: 'Judgements, overrides, appeals, comments and the outcome. They no longer count for adverse impact.',
    least: 1,
    most: 3650,
  },
  identity: {
    name: 'Who the candidate is',
    holds: 'Name, addresses, self-identification, your metadata, e-mails and links, once all their interviews are that old.',
    least: 1,
    most: 3650,
  },
  mail: { name: 'E-mails', holds: 'Sent and kept ones, from the day they were made.', least: 1, most: 3650 },
  webhooks: { name: 'Webhook events', holds: 'With their deliveries, from the day they happened.', least: 5, most: 365, ends: true },
  audit_log: { name: 'Audit log', holds: 'Who changed what. Half a year at least.', least: 183, most: 3650 },
};

export const classNames = Object.keys(classWords) as RetentionClass[];
