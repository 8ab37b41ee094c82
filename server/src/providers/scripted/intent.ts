export type Intent = 'secrets' | 'edit' | 'explain_failure' | 'describe' | 'hint' | 'other';

/** The first rule that matches wins: a request about secrets is never read as one for an edit. */
const rules: readonly (readonly [Intent, RegExp])[] = [
  [
    'secrets',
    /\b(?:hidden tests?|reference solution|model solution|answer key|rubric|system prompt|your (?:instructions|prompt)|other candidates?|api key)\b/i,
  ],
  [
    'hint',
    /\b(?:hints?|stuck|get(?:ting)? started|where (?:do|should) (?:i|we) (?:start|begin)|what(?:'s| is) next|next step|approach|nudge)\b/i,
  ],
  [
    'explain_failure',
    /\bwhy\b.*\b(?:fail\w*|wrong|red|broken|error\w*|not (?:work|pass)\w*)\b|\bexplain\b.*\b(?:fail\w*|errors?|tests?)\b|\bwhat\b.*\b(?:went wrong|error|fails?|failing|failed)\b/i,
  ],
  ['describe', /\bwhat (?:does|do|is|are)\b|\b(?:explain|describe|summari[sz]e|walk me through|understand)\b|\bhow does\b/i],
  [
    'edit',
    /\b(?:fix|edit|correct|change|repair|patch|mend|propose|rewrite|refactor|implement|complete|solve|make (?:it|the tests?) (?:work|pass|green))\b/i,
  ],
  ['explain_failure', /\b(?:fail\w*|errors?|wrong|broken|tests?|debug|bug|crash\w*|exception)\b/i],
  ['hint', /\b(?:help|how (?:do|can|should|would) (?:i|we)|idea)\b/i],
];

/** What the candidate wants, told by their words alone. */
export function intentOf(text: string): Intent {
  const opening = text.slice(0, 2000);
  return rules.find(([, words]) => words.test(opening))?.[0] ?? 'other';
}
