import type { ReportCharts } from '@interviewlm/protocol';
import { clock } from './document.js';
import { escape } from './escape.js';

/** Colours as SVG takes them: values for paper, custom properties for a page that may be dark. */
export interface Palette {
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly bar: string;
  readonly good: string;
  readonly bad: string;
  readonly typed: string;
  readonly assistant: string;
  readonly paste: string;
  readonly starter: string;
}

const width = 640;
const left = 8;
const inner = width - 2 * left;
const x = (ms: number, duration: number) => round(left + (inner * ms) / Math.max(1, duration));
const round = (value: number) => Math.round(value * 10) / 10;

const svg = (height: number, title: string, body: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escape(title)}" font-family="Roboto, sans-serif" font-size="11">${body}</svg>`;

const text = (at: number, y: number, words: string, fill: string, anchor = 'start') =>
  `<text x="${at}" y="${y}" fill="${fill}" text-anchor="${anchor}">${escape(words)}</text>`;

/** The whole interview from left to right: how much was written when, questions, prompts, accepted edits and pastes, and the runs. */
export function timelineChart({ duration_ms, activity, moments, runs }: ReportCharts, palette: Palette): string {
  const step = inner / Math.max(1, activity.length);
  const bars = activity
    .map((value, index) => {
      const height = round(44 * value);
      return `<rect x="${round(left + index * step)}" y="${round(60 - height)}" width="${round(Math.max(1, step - 2))}" height="${height}" fill="${palette.bar}"/>`;
    })
    .join('');
  const marks = moments.map(({ t_ms, kind }) => mark(kind, x(t_ms, duration_ms), palette)).join('');
  const dots = runs.map(({ t_ms, passed, total }) => runMark(x(t_ms, duration_ms), total > 0 && passed === total, palette)).join('');
  const title = `Timeline of ${clock(duration_ms)}: ${runs.length} runs, ${count(moments, 'prompt')} prompts, ${count(moments, 'accepted')} accepted edits, ${count(moments, 'paste')} pastes.`;
  const axis = `<line x1="${left}" y1="60.5" x2="${width - left}" y2="60.5" stroke="${palette.line}"/>`;
  return svg(
    134,
    title,
    `${bars}${axis}${marks}${dots}${text(left, 108, '0:00', palette.muted)}${text(width - left, 108, clock(duration_ms), palette.muted, 'end')}${legend(palette)}`,
  );
}

/** Drawn with the marks themselves: fonts have no such characters on every machine. */
function legend(palette: Palette): string {
  const keys = [
    [8, 'text written', `<rect x="8" y="118" width="6" height="9" fill="${palette.bar}"/>`],
    [100, 'prompt', moved(mark('prompt', 104, palette))],
    [170, 'accepted edit', moved(mark('accepted', 174, palette))],
    [272, 'paste', moved(mark('paste', 276, palette))],
    [336, 'all tests passed', `<g transform="translate(0 36)">${runMark(340, true, palette)}</g>`],
    [456, 'some failed', `<g transform="translate(0 36)">${runMark(460, false, palette)}</g>`],
  ] as const;
  return keys.map(([at, words, shape]) => shape + text(at + 14, 126, words, palette.muted)).join('');
}

const moved = (shape: string) => `<g transform="translate(0 52)">${shape}</g>`;

const count = (moments: ReportCharts['moments'], kind: string) => moments.filter((moment) => moment.kind === kind).length;

/** Shapes as well as colours, for those who don't tell colours apart. */
function mark(kind: ReportCharts['moments'][number]['kind'], at: number, palette: Palette): string {
  if (kind === 'question') return `<line x1="${at}" y1="10" x2="${at}" y2="96" stroke="${palette.muted}" stroke-dasharray="3 3"/>`;
  if (kind === 'prompt') return `<path d="M${at} 66l4 4-4 4-4-4z" fill="${palette.assistant}"/>`;
  if (kind === 'accepted') return `<path d="M${at} 66l4 8h-8z" fill="${palette.assistant}"/>`;
  return `<rect x="${round(at - 3)}" y="67" width="6" height="6" fill="${palette.paste}"/>`;
}

function runMark(at: number, green: boolean, palette: Palette): string {
  return green
    ? `<circle cx="${at}" cy="86" r="4" fill="none" stroke="${palette.good}" stroke-width="2"/>`
    : `<path d="M${round(at - 3)} 83l6 6m0 -6l-6 6" fill="none" stroke="${palette.bad}" stroke-width="2"/>`;
}

/** The share of tests passed, run after run; the final runs are filled. */
export function progressChart({ duration_ms, runs }: ReportCharts, palette: Palette): string {
  const top = 14;
  const height = 90;
  const y = ({ passed, total }: { passed: number; total: number }) => round(top + height * (1 - (total === 0 ? 0 : passed / total)));
  const own = runs.filter(({ kind }) => kind === 'visible');
  const line = own.map((run, index) => `${index === 0 ? 'M' : 'L'}${x(run.t_ms, duration_ms)} ${y(run)}`).join('');
  const dots = runs
    .map((run) => {
      const green = run.total > 0 && run.passed === run.total;
      const fill = run.kind === 'submit' ? palette.text : green ? palette.good : palette.bad;
      return `<circle cx="${x(run.t_ms, duration_ms)}" cy="${y(run)}" r="4" fill="${fill}"/>`;
    })
    .join('');
  const grid = [0, 0.5, 1]
    .map((share) => {
      const at = round(top + height * (1 - share)) + 0.5;
      return `<line x1="${left}" y1="${at}" x2="${width - left}" y2="${at}" stroke="${palette.line}"/>${text(left, at - 3, `${share * 100} %`, palette.muted)}`;
    })
    .join('');
  const last = own.at(-1);
  const title = last
    ? `Test progress over ${own.length} runs, ending with ${last.passed} of ${last.total} tests passed.`
    : 'The candidate ran no tests.';
  const path = line === '' ? '' : `<path d="${line}" fill="none" stroke="${palette.bar}" stroke-width="2"/>`;
  return svg(top + height + 10, title, grid + path + dots);
}

/** Where the text of the answers came from. */
export function provenanceChart({ provenance }: ReportCharts, palette: Palette): string {
  const kinds = [
    ['typed', 'typed by the candidate', palette.typed],
    ['assistant', 'accepted from the assistant', palette.assistant],
    ['paste', 'pasted', palette.paste],
    ['starter', 'from the starter', palette.starter],
  ] as const;
  const total = kinds.reduce((sum, [kind]) => sum + provenance[kind], 0);
  let at = left;
  const shares = kinds.map(([kind, words, fill]) => ({ words, fill, share: total === 0 ? 0 : provenance[kind] / total }));
  const bars = shares
    .map(({ share, fill }) => {
      const bar = `<rect x="${round(at)}" y="8" width="${round(inner * share)}" height="22" fill="${fill}"/>`;
      at += inner * share;
      return bar;
    })
    .join('');
  const legend = shares
    .map(({ words, fill, share }, index) => {
      const [column, row] = [left + (index % 2) * 300, 48 + Math.floor(index / 2) * 18];
      return `<rect x="${column}" y="${row - 9}" width="10" height="10" fill="${fill}"/>${text(column + 16, row, `${Math.round(share * 100)} % ${words}`, palette.text)}`;
    })
    .join('');
  const title = `Where the answers' text came from: ${shares.map(({ words, share }) => `${Math.round(share * 100)} % ${words}`).join(', ')}.`;
  return svg(74, title, bars + legend);
}
