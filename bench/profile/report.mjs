// What the profiles of a run say: for each whose time it was, and a flame graph.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { flameOf } from './flame.mjs';
import { shares, treeOf } from './fold.mjs';

const graphs = 'docs/images/profiles';
/** What is less is told as the rest. */
const least = 0.03;

/** Each profile in the folder as `{ name, ms, shares: [who, share of it][] }`; with `draw`, its flame graph is written too. */
export function profilesIn(folder, { draw }) {
  const files = readdirSync(folder).filter((file) => file.endsWith('.cpuprofile'));
  if (draw && files.length > 0) mkdirSync(graphs, { recursive: true });
  return files.toSorted().map((file) => {
    const name = file.replace(/\.cpuprofile$/, '');
    const tree = treeOf(JSON.parse(readFileSync(join(folder, file), 'utf8')));
    if (draw) writeFileSync(join(graphs, `${name}.svg`), flameOf(tree, `Where the processor time of ${name} goes`));
    const all = shares(tree).map(([who, spent]) => [who, spent / tree.total]);
    const told = all.filter(([, share]) => share >= least);
    const rest = 1 - told.reduce((sum, [, share]) => sum + share, 0);
    return { name, ms: tree.total / 1000, shares: [...told, ['the rest', rest]] };
  });
}

/** A section of Markdown. */
export function profileSection(profiles) {
  const rows = profiles.map(({ name, ms, shares: parts }) => {
    const told = parts.map(([who, share]) => `${who} ${(share * 100).toFixed(0)} %`).join(', ');
    return `| [${name}](images/profiles/${name}.svg) | ${ms.toFixed(0)} ms | ${told} |`;
  });
  return `## Where the time goes

By \`npm run bench -- --profile --write\`: processor time of the server's or the page's main thread in one more round under the profiler, by whose
it was. What Node, the browser or the kernel did counts for who asked for it. Each name leads to its flame graph.

| profile | time | whose |
| --- | --- | --- |
${rows.join('\n')}
`;
}
