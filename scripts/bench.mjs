// `npm run bench`: every benchmark, one table. `npm run bench -- replay api` runs those; `--compare <json>` shows what moved since a run
// that was kept with `--json <file>`. `--write` puts table and chart into docs/benchmarks.md and leaves what people wrote there below them; of a
// benchmark that didn't run the lines stay. `--profile` also says where the processor time went.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { againstText, goalText, short, spreadText } from '../bench/findings.mjs';
import { chartOf } from '../bench/chart.mjs';
import { profilesIn, profileSection } from '../bench/profile/report.mjs';
import { ensureBubblewrap, ensureChromium } from './system-packages.mjs';

/** In the order that they run in. */
const benches = [
  ...['run', 'terminal', 'load', 'typing', 'resume', 'replay', 'chat', 'api'],
  ...['ingest', 'storage', 'embedded', 'scale', 'adaptive'],
];
const [doc, kept] = ['docs/benchmarks.md', 'docs/benchmarks.json'];
/** From here on it is written by people. */
const notesHead = '## Where a goal is missed';
/** Longest that one may take: the whole is to end within 20 minutes. */
const patience_ms = 300_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'string' },
    compare: { type: 'string' },
    write: { type: 'boolean', default: false },
    profile: { type: 'boolean', default: false },
  },
});
const unknown = positionals.filter((name) => !benches.includes(name));
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}: choose from ${benches.join(', ')}.`);
  process.exit(2);
}
const build = spawnSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
if (build.status !== 0) process.exit(build.status ?? 1);
ensureBubblewrap();
const chromium = ensureChromium();
if (chromium) process.env.CHROMIUM_PATH = chromium;

const folder = mkdtempSync(join(tmpdir(), 'interviewlm-bench-'));
const file = join(folder, 'findings');
writeFileSync(file, '');
const profilesFolder = join(folder, 'profiles');
mkdirSync(profilesFolder);
const broken = [];
for (const name of positionals.length > 0 ? positionals : benches) {
  console.log(`\n── ${name}`);
  const child = spawn(process.execPath, [`bench/${name}.mjs`], {
    stdio: 'inherit',
    timeout: patience_ms,
    env: {
      ...process.env,
      BENCH_FINDINGS: file,
      BENCH_DATA: join(folder, 'data'),
      ...(values.profile && { BENCH_PROFILES: profilesFolder }),
    },
  });
  const [code, signal] = await once(child, 'close');
  if (code !== 0) broken.push(`${name} (${signal ?? code})`);
}
const findings = readFileSync(file, 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => JSON.parse(line));
const profiles = profilesIn(profilesFolder, { draw: values.write });
rmSync(folder, { recursive: true, force: true });

const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.versions.node}, ${process.platform}`;
const at = new Date().toISOString();
const result = { at, machine, findings: findings.map((each) => ({ ...each, at })), profiles };
const head = ['bench', 'measure', 'ours', 'against', 'compared (spread)', 'goal', ''];
console.log(`\n${aligned([head, ...findings.map(rowOf)])}\n\n${machine}`);
for (const { name, ms, shares } of profiles)
  console.log(`${name}, ${ms.toFixed(0)} ms: ${shares.map(([who, share]) => `${who} ${(share * 100).toFixed(0)} %`).join(', ')}`);
if (values.compare) console.log(`\n${moved(JSON.parse(readFileSync(values.compare, 'utf8')).findings, findings)}`);
if (values.json) writeFileSync(values.json, `${JSON.stringify(result, null, 2)}\n`);
if (values.write) writeDocs();
if (broken.length > 0) console.error(`\nDid not end well: ${broken.join(', ')}`);
process.exit(broken.length > 0 ? 1 : 0);

function rowOf(found) {
  return [
    found.bench,
    found.measure,
    `${short(found.ours)} ${found.unit}`,
    againstText(found),
    spreadText(found),
    goalText(found.goal),
    found.met === null ? '' : found.met ? 'met' : 'missed',
  ];
}

function aligned(lines) {
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** A ratio has moved when the spreads of the two runs don't touch. */
function moved(before, now) {
  const lines = now.flatMap((each) => {
    const old = before.find(({ bench, measure, against }) => bench === each.bench && measure === each.measure && against === each.against);
    if (!old) return [`new: ${each.bench}, ${each.measure}: ${spreadText(each)}`];
    if (each.least <= old.most && each.most >= old.least) return [];
    return [
      `${each.bench}, ${each.measure}: ${short(old.ratio)} → ${short(each.ratio)}${each.as === '×' ? '×' : ` ${each.as}`}${each.against === null ? '' : `, against ${each.against}`}`,
    ];
  });
  return lines.length > 0 ? lines.join('\n') : 'Nothing moved beyond the noise.';
}

function writeDocs() {
  const { findings: before = [], profiles: profiled = [] } = existsSync(kept) ? JSON.parse(readFileSync(kept, 'utf8')) : {};
  const ran = new Set(findings.map(({ bench }) => bench));
  const all = [...before.filter(({ bench }) => !ran.has(bench)), ...result.findings].toSorted(
    (a, b) => benches.indexOf(a.bench) - benches.indexOf(b.bench),
  );
  const again = new Set(profiles.map(({ name }) => name));
  const allProfiles = [...profiled.filter(({ name }) => !again.has(name)), ...profiles].toSorted((a, b) => a.name.localeCompare(b.name));
  writeFileSync(kept, `${JSON.stringify({ ...result, findings: all, profiles: allProfiles }, null, 2)}\n`);
  const notes = existsSync(doc) ? readFileSync(doc, 'utf8').split(notesHead)[1] : undefined;
  const cell = (text) => text.replaceAll('|', '\\|');
  const table = [head, head.map(() => '---'), ...all.map(rowOf)].map((line) => `| ${line.map(cell).join(' | ')} |`).join('\n');
  const times = all.map(({ at }) => at).toSorted();
  writeFileSync('docs/images/benchmarks.svg', chartOf(all));
  writeFileSync(
    doc,
    `# Benchmarks

Written by \`npm run bench -- --write\` on ${machine}, between ${times[0]} and ${times.at(-1)}. Each line is ours against a peer or a floor that
was measured in the same run, in turns; the ratio is the median over the rounds, with the least and the most beside it. Times belong to that
machine, and no test asserts them. \`docs/benchmarks.json\` holds the same for \`--compare\`.

![Each ratio as a share of its goal](images/benchmarks.svg)

${table}

${allProfiles.length > 0 ? profileSection(allProfiles) : ''}
${notes ? `\n${notesHead}${notes}` : ''}`,
  );
  spawnSync('node_modules/.bin/prettier', ['--write', '--log-level=warn', doc, kept], { stdio: 'inherit' });
}
