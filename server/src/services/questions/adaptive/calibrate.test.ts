import { expect, test } from 'vitest';
import { calibrate } from './calibrate.js';
import { chance, type Item, type Response } from './model.js';

/** Numbers from 0 to 1, the same for the same seed (Park and Miller). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

const random = seeded(11);
const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
const size = 12;
/** What their author thinks, and what is true: off by up to 1.3. */
const bank = Array.from({ length: size }, (_, n): Item => ({ id: `q${n}`, difficulty: ((n % 5) - 2) * 0.9, discrimination: 1.5 }));
const truth = new Map(bank.map(({ id, difficulty }, n) => [id, difficulty + ((n * 7) % size) / 4 - 1.3]));
const author = (id: string) => bank.find((item) => item.id === id)?.difficulty ?? 0;

function answersOf(people: number, from: readonly Item[]): Response[][] {
  return Array.from({ length: people }, () => {
    const ability = normal();
    return from.map((item) => ({ item, solved: random() < chance({ ...item, difficulty: truth.get(item.id) ?? 0 }, ability) }));
  });
}

test('CA1 CA2 results put the author right, and the standard error says how far', () => {
  const found = calibrate(bank, answersOf(300, bank), author);
  expect(found).toHaveLength(size);
  const off = found.map(({ id, difficulty, error }) => [difficulty - (truth.get(id) ?? 0), error] as const);
  const rmse = Math.sqrt(off.reduce((sum, [miss]) => sum + miss ** 2, 0) / size);
  const before = Math.sqrt(bank.reduce((sum, { id, difficulty }) => sum + (difficulty - (truth.get(id) ?? 0)) ** 2, 0) / size);
  expect(before).toBeGreaterThan(0.8);
  expect(rmse).toBeLessThan(0.25);
  for (const [miss, error] of off) {
    expect(error).toBeGreaterThan(0.05);
    expect(error).toBeLessThan(0.3);
    expect(Math.abs(miss)).toBeLessThan(4 * error);
  }
});

test('CA3 a question with too few answers is not moved, and more answers tell more', () => {
  const [rare, ...rest] = bank;
  if (!rare) throw new Error('The bank is empty');
  const people = [...answersOf(29, bank), ...answersOf(60, rest)];
  const found = calibrate(bank, people, author);
  expect(found.map(({ id }) => id)).toEqual(rest.map(({ id }) => id));
  const few = calibrate(bank, people.slice(0, 40), author).find(({ id }) => id === 'q5');
  const many = found.find(({ id }) => id === 'q5');
  expect(few?.answers).toBe(40);
  expect(many?.error).toBeLessThan(few?.error ?? 0);
});

test('a question that everyone solved is easy, as far as the author can be wrong, and not endlessly', () => {
  const people = answersOf(40, bank).map((responses) =>
    responses.map((each) => (each.item.id === 'q2' ? { ...each, solved: true } : each)),
  );
  const easy = calibrate(bank, people, author).find(({ id }) => id === 'q2');
  expect(easy?.difficulty).toBeLessThan(author('q2') - 1);
  expect(easy?.difficulty).toBeGreaterThan(-4);
});
