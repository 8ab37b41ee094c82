// Simulated candidates of known ability on an adaptive bank: how well few questions tell it, and how many more a fixed order needs.
// Built packages needed. node bench/adaptive.mjs [--candidates 200] [--bank 120] [--seeds 10] [--discrimination 1.7]
import { parseArgs } from 'node:util';
import { chance, estimate } from '../server/dist/services/questions/adaptive/model.js';
import { selectNext, usualRules } from '../server/dist/services/questions/adaptive/select.js';
import { correlation, normal, rmse, seeded } from './adaptive/simulate.mjs';
import { finding } from './findings.mjs';

const option = (value) => ({ type: 'string', default: value });
const { values } = parseArgs({
  options: { candidates: option('200'), bank: option('120'), seeds: option('10'), discrimination: option('1.7') },
});
const [people, size, seeds, steep] = [values.candidates, values.bank, values.seeds, values.discrimination].map(Number);
const most = usualRules.max_questions;
/** A fixed order is given as many questions as it may need for the same error. */
const longest = 40;

const rows = Array.from({ length: seeds }, (_, seed) => round(seed + 1));
const middle = (pick) => rows.map(pick).sort((a, b) => a - b)[rows.length >> 1];
const worst = (pick) => Math.min(...rows.map(pick));
console.log(
  `${people} candidates, ${size} questions of mean discrimination ${steep}, ${seeds} seeds, at most ${most} questions, target error ${usualRules.target_error}`,
);
console.log(
  `adaptive: correlation ${middle((r) => r.correlation).toFixed(3)} (worst seed ${worst((r) => r.correlation).toFixed(3)}), ${middle((r) => r.asked).toFixed(2)} questions, RMSE ${middle((r) => r.error).toFixed(3)}`,
);
console.log(
  `fixed order, ${most} questions: correlation ${middle((r) => r.fixedCorrelation).toFixed(3)}, RMSE ${middle((r) => r.fixedError).toFixed(3)}`,
);
console.log(
  `fixed order needs ${middle((r) => r.needed)} questions for the same RMSE: adaptive asks ${(100 * middle((r) => 1 - r.asked / r.needed)).toFixed(0)} % fewer (worst seed ${(100 * worst((r) => 1 - r.asked / r.needed)).toFixed(0)} %)`,
);
console.log(`most seen question: ${(100 * Math.max(...rows.map((r) => r.exposed))).toFixed(0)} % of candidates`);
finding({
  bench: 'adaptive',
  measure: `questions for the same error, correlation ${worst((r) => r.correlation).toFixed(3)} at least`,
  against: 'a fixed order',
  unit: 'questions',
  ours: rows.map((r) => r.asked),
  theirs: rows.map((r) => r.needed),
  goal: { most: 0.75 },
});
const seen = rows.every((r) => r.exposed <= usualRules.max_exposure);
const holds = worst((r) => r.correlation) >= 0.9 && worst((r) => 1 - r.asked / r.needed) >= 0.25 && seen;
console.log(
  holds
    ? `holds: correlation ≥ 0.9 in at most 8 questions, at least 25 % fewer than a fixed order, no question seen by more than ${100 * usualRules.max_exposure} %`
    : 'does not hold',
);
process.exitCode = holds ? 0 : 1;

function round(seed) {
  const random = seeded(seed);
  const bank = Array.from({ length: size }, (_, n) => ({
    id: `q${String(n).padStart(3, '0')}`,
    difficulty: 1.2 * normal(random),
    discrimination: steep * Math.exp(0.2 * normal(random)),
  }));
  const abilities = Array.from({ length: people }, () => normal(random));
  const exposure = { interviews: 0, shown: new Map() };
  const found = abilities.map((ability, n) => adaptive(`itv_${seed}_${n}`, ability, bank, exposure, random));
  const error = rmse(
    found.map((one) => one.ability),
    abilities,
  );
  const fixed = fixedOrder(abilities, bank, random);
  return {
    correlation: correlation(
      found.map((one) => one.ability),
      abilities,
    ),
    asked: found.reduce((sum, one) => sum + one.asked, 0) / people,
    error,
    exposed: Math.max(...exposure.shown.values()) / people,
    fixedCorrelation: correlation(fixed[most - 1], abilities),
    fixedError: rmse(fixed[most - 1], abilities),
    needed: 1 + fixed.findIndex((estimates, index) => rmse(estimates, abilities) <= error || index === longest - 1),
  };
}

function adaptive(interview, ability, bank, exposure, random) {
  const responses = [];
  exposure.interviews++;
  for (;;) {
    const next = selectNext(interview, bank, responses, exposure);
    if (next.question === null) return { ability: next.ability, asked: responses.length };
    const item = next.question;
    exposure.shown.set(item.id, (exposure.shown.get(item.id) ?? 0) + 1);
    responses.push({ item, solved: random() < chance(item, ability) });
  }
}

/** Everyone gets the same questions in the same order: spread over all difficulties, as a fixed test is made. Estimates after each. */
function fixedOrder(abilities, bank, random) {
  const sorted = bank.toSorted((a, b) => a.difficulty - b.difficulty);
  const order = Array.from({ length: longest }, (_, n) => sorted[Math.floor(((n * 0.618034) % 1) * sorted.length)]);
  const answers = abilities.map((ability) => order.map((item) => ({ item, solved: random() < chance(item, ability) })));
  return order.map((_, length) => answers.map((all) => estimate(all.slice(0, length + 1)).ability));
}
