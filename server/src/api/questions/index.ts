import type { Knex } from 'knex';
import type { VolumeSync } from '../../services/files/sync.js';
import { currentQuestion, nextQuestion } from '../../services/questions/current.js';
import { at } from '../at.js';
import type { Handlers } from '../handler.js';

export const questionHandlers = ({ knex, sync }: { knex: Knex; sync: VolumeSync }): Pick<Handlers, 'getQuestion' | 'nextQuestion'> => ({
  getQuestion: ({ actor, params }) => currentQuestion(knex, at(actor, params.id)),
  nextQuestion: ({ actor, params }) => nextQuestion(knex, sync, at(actor, params.id)),
});
