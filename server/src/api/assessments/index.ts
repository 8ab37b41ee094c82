import type { Assessments } from '../../services/assessments/index.js';
import type { Handlers } from '../handler.js';

type Names = 'listAssessments' | 'createAssessment' | 'getAssessment' | 'getAssessmentCard';

export const assessmentHandlers = ({ assessments }: { assessments: Assessments }): Pick<Handlers, Names> => ({
  listAssessments: ({ actor, query }) => assessments.list(actor, query),
  createAssessment: ({ actor, body }) => assessments.create(actor, body),
  getAssessment: ({ actor, params }) => assessments.get(actor, params.id),
  getAssessmentCard: ({ actor, params }) => assessments.card(actor, params.id),
});
