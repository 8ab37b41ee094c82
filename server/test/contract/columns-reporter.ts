import type { Reporter, TestCase, TestModule } from 'vitest/node';

const marks: Record<string, string> = { passed: 'passed', failed: 'FAILED', skipped: 'skipped', pending: 'not run' };
const widest = 96;

/**
 * Prints, once all is done, each contract as a table: a row for each case, a column for each provider that has to meet it.
 * A case that a provider was not asked stands out as `-`. Suites are the describe blocks that are named `<port>: <provider>`.
 */
export default class ColumnsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    for (const [port, table] of tables(modules)) if (table.providers.size > 1) console.log(render(port, table));
  }
}

class Table {
  readonly providers = new Set<string>();
  /** By the case's name: each provider's mark. */
  readonly rows = new Map<string, Map<string, string>>();

  add(provider: string, name: string, mark: string): void {
    this.providers.add(provider);
    const row = this.rows.get(name) ?? new Map<string, string>();
    this.rows.set(name, row.set(provider, mark));
  }
}

function tables(modules: readonly TestModule[]): Map<string, Table> {
  const found = new Map<string, Table>();
  for (const module of modules) {
    for (const test of module.children.allTests()) {
      const [suite, ...names] = namesOf(test);
      const [, port, provider] = /^([^:]+): (.+)$/.exec(suite ?? '') ?? [];
      if (port === undefined || provider === undefined) continue;
      const table = found.get(port) ?? new Table();
      found.set(port, table);
      const name = [...names.slice(0, -1).map(codeOf), names.at(-1)].join(' ');
      table.add(provider.replace(/, over its wire protocol$/, ''), name, marks[test.result().state] ?? test.result().state);
    }
  }
  return found;
}

/** `VO3 changes are applied in order` is known by its first word. */
const codeOf = (name: string) => /^[A-Z]{2}\d+/.exec(name)?.[0] ?? name;

/** From the outermost describe block to the case itself. */
function namesOf(test: TestCase): string[] {
  const names = [test.name];
  for (let parent = test.parent; parent.type === 'suite'; parent = parent.parent) names.unshift(parent.name);
  return names;
}

function render(port: string, { providers, rows }: Table): string {
  const columns = [...providers];
  const width = Math.min(widest, Math.max(port.length, ...[...rows.keys()].map(({ length }) => length)));
  const line = (name: string, cells: readonly string[]) =>
    `${clipped(name, width).padEnd(width)}  ${cells.map((cell, at) => cell.padEnd(Math.max(8, columns[at]?.length ?? 0))).join('  ')}`.trimEnd();
  const body = [...rows].map(([name, row]) =>
    line(
      name,
      columns.map((provider) => row.get(provider) ?? '-'),
    ),
  );
  const passed = columns.map((provider) => `${[...rows.values()].filter((row) => row.get(provider) === 'passed').length}/${rows.size}`);
  const head = line(port, columns);
  return ['', head, '-'.repeat(head.length), ...body, line('', passed)].join('\n');
}

/** Names hold hostile characters: what moves the cursor is shown, not done. */
function clipped(name: string, width: number): string {
  const plain = name.replace(/\p{C}/gu, '\ufffd');
  return plain.length <= width ? plain : `${plain.slice(0, width - 1)}…`;
}
