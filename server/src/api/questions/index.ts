import type { Knex } from 'knex';
import { currentQuestion } from '../../services/questions/current.js';
import type { Questions } from '../../services/questions/next.js';
import { at } from '../at.js';
import type { Handlers } from '../handler.js';

export const questionHandlers = ({
  knex,
  questions,
}: {
  knex: Knex;
  questions: Questions;
}): Pick<Handlers, 'getQuestion' | 'nextQuestion'> => ({
  getQuestion: ({ actor, params }) => currentQuestion(knex, at(actor, params.id)),
  nextQuestion: ({ actor, params }) => questions.next(at(actor, params.id)),
});
