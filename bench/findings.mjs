// What a benchmark has to say: ours against a peer or a floor that was measured in the same run; of few things, ours alone.
import { appendFileSync } from 'node:fs';

/**
 * Reports one ratio, to whoever reads along and, under `npm run bench`, to its table.
 * @param {object} found
 * @param {string} found.bench name of the benchmark, as `npm run bench -- <name>` knows it
 * @param {string} found.measure what was measured, e.g. `echo latency, p50`
 * @param {string} [found.against] the peer or floor; without one, what counts, and is called ratio, is our own figure in `unit`
 * @param {string} found.unit of `ours` and `theirs`
 * @param {number[]} found.ours one figure a round
 * @param {number[]} [found.theirs] one figure a round, interleaved with ours
 * @param {{ most?: number, least?: number }} [found.goal] of ours divided by theirs, with `inverse` of theirs divided by ours, with none of
 *   ours alone
 * @param {boolean} [found.inverse] the ratio is how many times we are under the other
 * @param {boolean} [found.added] what counts, and is called ratio, is the difference in `unit`: where a floor is near nothing, a ratio says little
 */
export function finding({ bench, measure, against = null, unit, ours, theirs, goal, inverse = false, added = false }) {
  const compare = (mine, other) => (other === undefined ? mine : added ? mine - other : inverse ? other / mine : mine / other);
  const ratios = ours.map((value, round) => compare(value, theirs?.[round]));
  const line = {
    bench,
    measure,
    against,
    unit,
    ours: median(ours),
    theirs: theirs ? median(theirs) : null,
    ratio: median(ratios),
    least: Math.min(...ratios),
    most: Math.max(...ratios),
    rounds: ratios.length,
    as: theirs === undefined ? unit : added ? `${unit} more` : '×',
    goal: goal ?? null,
    met: goal ? meets(median(ratios), goal) : null,
  };
  console.log(sentence(line));
  if (process.env.BENCH_FINDINGS) appendFileSync(process.env.BENCH_FINDINGS, `${JSON.stringify(line)}\n`);
}

/** The middle of the figures, or the mean of the middle two. */
export function median(figures) {
  const sorted = figures.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
}

/** The figure that `share` of all figures don't exceed. */
export function quantile(figures, share) {
  const sorted = figures.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

export const short = (value) => (Math.abs(value) >= 100 ? value.toFixed(0) : Number(value.toPrecision(3)).toString());

/** `bare pg: 12 ms`, or a dash where ours stands alone. */
export const againstText = ({ against, theirs, unit }) => (against === null ? '–' : `${against}: ${short(theirs)} ${unit}`);

export const goalText = (goal) =>
  goal ? [goal.most && `≤ ${goal.most}`, goal.least && `≥ ${goal.least}`].filter(Boolean).join(', ') : '–';

/** `1.2× (1.1–1.3)`, or `0.8 ms more (0.5–1.1)`. */
export const spreadText = ({ ratio, least, most, as }, more = '') =>
  `${short(ratio)}${as === '×' ? as : ` ${as}`} (${short(least)}–${short(most)}${more})`;

const meets = (ratio, { most = Infinity, least = -Infinity }) => ratio <= most && ratio >= least;

function sentence(line) {
  const { measure, unit, ours, rounds, goal, met } = line;
  const spread = spreadText(line, ` over ${rounds} rounds`);
  const judged = goal ? `, goal ${goalText(goal)}: ${met ? 'met' : 'missed'}` : '';
  return `${measure}: ours ${short(ours)} ${unit}, ${againstText(line)}, that is ${spread}${judged}`;
}
