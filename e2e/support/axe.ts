import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string; readonly target: readonly unknown[] }[];
}

/** The rules of axe that a change of colours can break. */
export const colours: readonly string[] = ['color-contrast', 'link-in-text-block'];

/** What axe has against the page by WCAG 2.2 AA or only by some of its rules, one line for each element. Shadow roots are searched too. */
export async function violations(page: Page, only?: readonly string[]): Promise<string[]> {
  // Not a script tag: the page's policy would refuse it, rightly.
  const session = await page.context().newCDPSession(page);
  await session.send('Runtime.evaluate', { expression: axe });
  await session.detach();
  const found = await page.evaluate(async (rules) => {
    const { axe } = globalThis as unknown as { axe: { run(root: Document, options: object): Promise<{ violations: Violation[] }> } };
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
    const runOnly = rules ? { type: 'rule', values: rules } : { type: 'tag', values: tags };
    return (await axe.run(document, { runOnly, resultTypes: ['violations'] })).violations;
  }, only);
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, target }) => `${id}: ${help}\n  ${JSON.stringify(target)}\n  ${html.slice(0, 200)}`),
  );
}
