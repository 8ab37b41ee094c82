import { expect, test } from 'vitest';
import { transition, type Action, type Mode } from './modes.js';

const modes: Mode[] = ['loading', 'paused', 'playing', 'seeking', 'resuming', 'ended', 'failed'];
const actions: Action[] = ['play', 'pause', 'seek', 'starve', 'arrive', 'end', 'fail', 'retry'];
const arrows = `
  loading arrive paused · loading play resuming · loading seek loading · loading fail failed
  paused play playing · paused seek seeking
  playing pause paused · playing seek resuming · playing starve resuming · playing end ended
  seeking arrive paused · seeking seek seeking · seeking play resuming · seeking fail failed
  resuming arrive playing · resuming seek resuming · resuming pause seeking · resuming fail failed
  ended play resuming · ended seek seeking
  failed retry loading · failed seek loading`;

test('exactly these arrows, and no other pair moves', () => {
  const listed = new Map(
    arrows
      .trim()
      .split(/\n|·/)
      .map((arrow) => arrow.trim().split(' '))
      .map(([mode, action, next]) => [`${mode} ${action}`, next]),
  );
  for (const mode of modes) {
    for (const action of actions)
      expect(`${mode} ${action} ${transition(mode, action).next}`).toBe(`${mode} ${action} ${listed.get(`${mode} ${action}`) ?? mode}`);
  }
});

test('the clock runs in playing only', () => {
  for (const mode of modes) {
    for (const action of actions) {
      const { next, effect } = transition(mode, action);
      if (effect === 'startClock') expect(next).toBe('playing');
      if (mode === 'playing' && next !== 'playing') expect(effect).toMatch(/stopClock|fetch/);
    }
  }
});
