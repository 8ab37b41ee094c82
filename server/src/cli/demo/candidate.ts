import { randomUUID } from 'node:crypto';
import type { File, FileInfo, Interview, QuestionProgress } from '@interviewlm/protocol';
import type { DemoApi } from './api.js';
import { typeInShell } from './shell.js';
import type { Act } from './story.js';
import { keystrokes, seededRandom, type TimelessEvent } from './typist.js';

/** Moves the interview's clock on, as if that time had passed: the one thing that a demo can't do through the API. */
export type PassTime = (ms: number) => Promise<void>;

const batchSize = 400;
const keysPerSave = 150;
const shellPause_ms = 4_000;

/** Plays a candidate through the real API, in seconds instead of minutes. */
export class DemoCandidate {
  readonly #writer = randomUUID();
  readonly #random = seededRandom(7);
  #sent = 0;
  #path = '';
  #text = '';
  #version = 1;

  constructor(
    private readonly api: DemoApi,
    private readonly interview: string,
    private readonly passTime: PassTime,
  ) {}

  async play(act: Act): Promise<void> {
    switch (act.do) {
      case 'think':
        return this.passTime(act.ms);
      case 'open':
        return this.#open(act.path);
      case 'type':
        return this.#type(act.find, act.put);
      case 'paste':
        return this.#paste(act.find, act.put);
      case 'run':
        await this.#post('run-tests');
        return;
      case 'ask':
        await this.api.stream(this.#at('chat'), { message: act.message, context: { path: this.#path } });
        return;
      case 'shell':
        return typeInShell(this.api.baseUrl, this.interview, this.api.credential, act.lines, () => this.passTime(shellPause_ms));
      case 'away':
        await this.#record([{ pause_ms: 500, event: { type: 'integrity.blur', data: {} } }]);
        await this.#record([{ pause_ms: act.ms, event: { type: 'integrity.focus', data: {} } }]);
        return;
      case 'next':
        await this.#post<QuestionProgress>('questions');
        return;
    }
  }

  submit = (): Promise<unknown> => this.#post('submit');

  async #open(path: string): Promise<void> {
    const file = await this.api.get<File>(this.#at(`files/${path}`));
    this.#path = path;
    this.#text = file.content;
    this.#version = file.version;
    await this.#record([{ pause_ms: 1500, event: { type: 'editor.open', data: { path } } }]);
  }

  async #type(find: string, put: string): Promise<void> {
    const offset = this.#find(find);
    const keys = keystrokes(this.#path, this.#version, offset, find, put, this.#random);
    for (let from = 0; from < keys.length; from += keysPerSave) {
      const some = keys.slice(from, from + keysPerSave);
      await this.#record(some);
      for (const { event } of some) this.#apply(event);
      await this.#save();
    }
  }

  async #paste(find: string, put: string): Promise<void> {
    const change: [number, number, string] = [this.#find(find), find.length, put];
    const edit: TimelessEvent = {
      type: 'editor.edit',
      data: { path: this.#path, version: this.#version, changes: [change], origin: 'paste' },
    };
    await this.#record([
      { pause_ms: 2500, event: { type: 'integrity.paste', data: { path: this.#path, chars: put.length } } },
      { pause_ms: 1, event: edit },
    ]);
    this.#apply(edit);
    await this.#save();
  }

  #find(text: string): number {
    const offset = text === '' ? this.#text.length : this.#text.indexOf(text);
    if (offset < 0) throw new Error(`The demo's story does not fit ${this.#path}`);
    return offset;
  }

  #apply(event: TimelessEvent): void {
    if (event.type !== 'editor.edit') return;
    for (const [offset, deleted, inserted] of event.data.changes)
      this.#text = this.#text.slice(0, offset) + inserted + this.#text.slice(offset + deleted);
  }

  async #save(): Promise<void> {
    this.#version = (await this.api.put<FileInfo>(this.#at(`files/${this.#path}`), { content: this.#text })).version;
  }

  /** Lets the pauses pass, then sends the events with the times they would have had. */
  async #record(steps: readonly { pause_ms: number; event: TimelessEvent }[]): Promise<void> {
    const { clock } = await this.api.get<Interview>(`/api/interview/${this.interview}`);
    let t_ms = clock.elapsed_ms;
    const events = steps.map(({ pause_ms, event }) => {
      t_ms += Math.round(pause_ms);
      return { ...event, t_ms };
    });
    await this.passTime(t_ms - clock.elapsed_ms);
    for (let from = 0; from < events.length; from += batchSize) {
      const batch = events.slice(from, from + batchSize);
      await this.#post('events', { client_id: this.#writer, first_seq: this.#sent + 1, events: batch });
      this.#sent += batch.length;
    }
  }

  #post = <T>(path: string, body?: unknown): Promise<T> => this.api.post<T>(this.#at(path), body);
  #at = (path: string) => `/api/interview/${this.interview}/${path}`;
}
