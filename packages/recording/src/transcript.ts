import type { SessionEvent } from '@interviewlm/protocol';
import { plainText } from './plain-text.js';
import { fromBase64 } from './terminal.js';
import type { Entry } from './timeline.js';
import { twoPlaces } from './two-places.js';

export type TranscriptKind = 'session' | 'question' | 'edit' | 'file' | 'terminal' | 'chat' | 'tests' | 'signal';

/** One line of the recording in words. Bursts of typing and of terminal output are one item each. */
export interface TranscriptItem {
  readonly at: number;
  readonly to: number;
  readonly seq: number;
  readonly kind: TranscriptKind;
  readonly title: string;
  /** What was said, typed or printed; empty where the title says it all. */
  readonly detail: string;
}

/** A pause this long between keys or outputs starts a new item. */
const burstMs = 10_000;
/** Nobody reads more of one burst; the terminal panel has it all. */
const detailChars = 4000;

/** Everything that happened, in order, in words. */
export function transcriptOf(entries: readonly Entry[]): TranscriptItem[] {
  const items: TranscriptItem[] = [];
  let burst: Burst | null = null;
  const flush = () => {
    if (burst) items.push(burst.item());
    burst = null;
  };
  for (const { at, event } of entries) {
    const key = burstKey(event);
    if (key !== null) {
      if (burst?.key !== key || at - burst.to > burstMs) {
        flush();
        burst = newBurst(key, at, event);
      }
      burst.add(at, event);
      continue;
    }
    const said = describe(event);
    if (!said) continue;
    flush();
    items.push({ at, to: at, seq: event.seq, ...said });
  }
  flush();
  return items;
}

interface Burst {
  readonly key: string;
  to: number;
  add(at: number, event: SessionEvent): void;
  item(): TranscriptItem;
}

function burstKey(event: SessionEvent): string | null {
  if (event.type === 'editor.edit') return `edit ${event.data.origin} ${event.data.path}`;
  return event.type === 'terminal.output' ? `terminal ${event.data.terminal}` : null;
}

const newBurst = (key: string, at: number, event: SessionEvent): Burst =>
  event.type === 'editor.edit'
    ? new EditBurst(key, at, event.seq, event.data.path, event.data.origin)
    : new TerminalBurst(key, at, event.seq);

const editWords: Record<string, string> = {
  typed: 'Typed',
  paste: 'Pasted',
  accept: 'Accepted from the assistant',
  undo: 'Undid',
  format: 'Formatted',
};

class EditBurst implements Burst {
  #inserted = 0;
  #deleted = 0;
  #text = '';

  constructor(
    readonly key: string,
    readonly at: number,
    readonly seq: number,
    readonly path: string,
    readonly origin: string,
    public to = at,
  ) {}

  add(at: number, event: SessionEvent): void {
    this.to = at;
    if (event.type !== 'editor.edit') return;
    for (const [, deleted, inserted] of event.data.changes.filter((change) => Array.isArray(change) && typeof change[2] === 'string')) {
      this.#inserted += inserted.length;
      this.#deleted += deleted;
      if (this.#text.length < detailChars) this.#text += inserted.slice(0, detailChars);
    }
  }

  item(): TranscriptItem {
    const sizes = [this.#inserted && `${this.#inserted} in`, this.#deleted && `${this.#deleted} out`].filter(Boolean).join(', ');
    const { at, to, seq } = this;
    const title = `${editWords[this.origin] ?? 'Edited'}: ${this.path}${sizes && ` (characters: ${sizes})`}`;
    return { at, to, seq, kind: 'edit', title, detail: this.#text.slice(0, detailChars) };
  }
}

class TerminalBurst implements Burst {
  #text = '';
  #utf8 = new TextDecoder();

  constructor(
    readonly key: string,
    readonly at: number,
    readonly seq: number,
    public to = at,
  ) {}

  add(at: number, event: SessionEvent): void {
    this.to = at;
    if (event.type !== 'terminal.output' || this.#text.length >= detailChars) return;
    this.#text += this.#utf8.decode(fromBase64(event.data.base64), { stream: true });
  }

  item(): TranscriptItem {
    const { at, to, seq } = this;
    return { at, to, seq, kind: 'terminal', title: 'Terminal', detail: plainText(this.#text).slice(0, detailChars) };
  }
}

type Said = Pick<TranscriptItem, 'kind' | 'title' | 'detail'>;
const say = (kind: TranscriptKind, title: string, detail = ''): Said => ({ kind, title, detail });

function describe(event: SessionEvent): Said | null {
  switch (event.type) {
    case 'session.started':
      return say('session', 'The interview started', event.data.files.map(({ path }) => path).join('\n'));
    case 'session.paused':
      return say('session', event.data.by === 'candidate' ? 'Paused by the candidate' : 'Paused by the interviewer');
    case 'session.resumed':
      return say('session', 'Resumed');
    case 'session.submitted':
      return say('session', 'Submitted');
    case 'session.scored':
      return say('session', event.data.score === null ? 'Scored' : `Scored ${event.data.score}`);
    case 'session.expired':
      return say('session', 'The time was over');
    case 'question.shown':
      return say('question', `Question ${event.data.index + 1}: ${event.data.title}`, event.data.instructions);
    case 'question.selected': {
      const { question, index, ability, error, reason } = event.data;
      const known = `at an ability of ${twoPlaces(ability)} ± ${twoPlaces(error)}`;
      return say('question', question === null ? `Nothing more was asked ${known}` : `Question ${index + 1} was chosen ${known}`, reason);
    }
    case 'question.answered':
      return say('question', `Question ${event.data.index + 1} answered`);
    case 'editor.open':
      return say('file', `Opened ${event.data.path}`);
    case 'file.create':
      return say('file', `Created ${event.data.path} (${event.data.origin})`);
    case 'file.write':
      return event.data.origin === 'editor' ? null : say('file', `Written by the ${event.data.origin}: ${event.data.path}`);
    case 'file.move':
      return say('file', `Moved ${event.data.from} to ${event.data.to}`);
    case 'file.delete':
      return say('file', `Deleted ${event.data.path}`);
    case 'terminal.exit':
      return say('terminal', event.data.code === null ? 'The shell ended' : `The shell ended with ${event.data.code}`);
    case 'chat.user':
      return say('chat', 'Candidate', event.data.text);
    case 'chat.assistant':
      return event.data.status === 'streaming' ? null : say('chat', 'Assistant', event.data.text);
    case 'chat.proposal':
      return say('chat', `The assistant proposed a change to ${event.data.proposal.path}`, event.data.proposal.diff);
    case 'chat.decision':
      return say('chat', `${event.data.accepted ? 'Accepted' : 'Rejected'} the change to ${event.data.path}`);
    case 'tests.result': {
      const { passed, total, tests } = event.data.result;
      const failed = tests
        .filter(({ status }) => status !== 'passed')
        .map(({ name, status, message }) => `${status}: ${name}${message ? `\n  ${message}` : ''}`);
      return say('tests', `Tests: ${passed} of ${total} passed`, failed.join('\n'));
    }
    case 'integrity.blur':
      return say('signal', 'Left the page');
    case 'integrity.focus':
      return say('signal', 'Came back to the page');
    case 'integrity.paste':
      return say('signal', `Pasted ${event.data.chars} characters`);
    case 'network.gap':
      return say('signal', `Not recorded for ${Math.round(event.data.ms / 1000)} s (${event.data.reason})`);
    default:
      return null;
  }
}
