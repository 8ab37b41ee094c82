import type { TestFn } from './invoke.js';

export type HookName = 'beforeAll' | 'beforeEach' | 'afterEach' | 'afterAll';
export type Mark = 'skip' | 'only' | 'todo' | null;

export interface Test {
  kind: 'test';
  title: string;
  body: TestFn;
  mark: Mark;
  timeout_ms: number | null;
  /** `test.failing`: passes when its body throws. */
  mustFail: boolean;
}

export interface Suite {
  kind: 'suite';
  title: string;
  mark: Mark;
  parent: Suite | null;
  children: (Suite | Test)[];
  hooks: Record<HookName, { body: TestFn; timeout_ms: number | null }[]>;
}

/** The tree that `describe` and `test` build while a test file loads. */
export class Registry {
  root = newSuite('', null, null);
  defaultTimeout_ms = 5000;
  #open = this.root;
  #closed = false;

  addTest(test: Omit<Test, 'kind'>): void {
    this.#whileLoading('test');
    this.#open.children.push({ kind: 'test', ...test });
  }

  addHook(name: HookName, body: TestFn, timeout_ms: number | null): void {
    this.#whileLoading(name);
    this.#open.hooks[name].push({ body, timeout_ms });
  }

  addSuite(title: string, mark: Mark, body: () => unknown): void {
    this.#whileLoading('describe');
    const parent = this.#open;
    const suite = newSuite(title, mark, parent);
    parent.children.push(suite);
    this.#open = suite;
    try {
      body();
    } finally {
      this.#open = parent;
    }
  }

  /** Starts the tree of another file. */
  open(): void {
    this.#open = this.root = newSuite('', null, null);
    this.#closed = false;
    this.defaultTimeout_ms = 5000;
  }

  /** From here on nothing may be added: tests must not depend on what runs. */
  close(): void {
    this.#closed = true;
  }

  #whileLoading(what: string): void {
    if (this.#closed) throw new Error(`${what}() must be called while the test file loads, not inside a test`);
  }
}

function newSuite(title: string, mark: Mark, parent: Suite | null): Suite {
  return { kind: 'suite', title, mark, parent, children: [], hooks: { beforeAll: [], beforeEach: [], afterEach: [], afterAll: [] } };
}
