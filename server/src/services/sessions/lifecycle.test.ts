import { InterviewStatus } from '@interviewlm/protocol';
import { expect, test } from 'vitest';
import { step, type Verb } from './lifecycle.js';

const verbs: Verb[] = ['begin', 'pause', 'resume', 'submit', 'score', 'archive', 'expire', 'erase'];
const path = (from: InterviewStatus, ...taken: Verb[]) =>
  taken.reduce<InterviewStatus>((status, verb) => {
    const next = step(status, verb);
    if ('refused' in next) throw new Error(`${verb} from ${status}: ${next.refused}`);
    return next.to;
  }, from);

test('an interview goes from invitation to archive', () => {
  expect(path('created', 'begin', 'pause', 'resume', 'submit', 'score', 'archive', 'erase')).toBe('erased');
});

test('a repeated request changes nothing', () => {
  expect(path('started', 'resume')).toBe('started');
  expect(path('paused', 'pause')).toBe('paused');
  expect(path('scored', 'begin')).toBe('scored');
  expect(path('archived', 'score')).toBe('archived');
});

test('nothing is submitted twice', () => {
  for (const status of ['submitted', 'scored', 'archived'] as const)
    expect(step(status, 'submit')).toEqual({ refused: 'already_submitted' });
});

test('what an interview held when its time was over may be handed in, and nothing else may happen to it', () => {
  expect(step('expired', 'submit')).toEqual({ to: 'submitted' });
  for (const verb of ['pause', 'resume', 'score', 'archive'] as const)
    expect(step('expired', verb)).toEqual({ refused: 'interview_expired' });
});

test('a submission never expires', () => {
  for (const status of ['submitted', 'scored', 'archived'] as const)
    expect(step(status, 'expire')).toEqual({ refused: 'already_submitted' });
});

test('an erased interview is gone for every verb but erase', () => {
  for (const verb of verbs.filter((each) => each !== 'erase')) expect(step('erased', verb)).toEqual({ refused: 'not_found' });
});

test('every verb from every status is either a status or an error', () => {
  for (const status of InterviewStatus.options) {
    for (const verb of verbs) {
      const next = step(status, verb);
      expect(
        'to' in next ? InterviewStatus.options : ['not_found', 'already_submitted', 'interview_expired', 'interview_not_active'],
      ).toContain('to' in next ? next.to : next.refused);
    }
  }
});
