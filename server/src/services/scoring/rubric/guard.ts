import type { JudgedAnswer, JudgedPrompt } from './material.js';

/**
 * Text that speaks to whoever scores rather than to a reader of code: nothing that a candidate has reason to write. Narrow on purpose, since
 * it takes the model's part of a score away; what it lets through has little to gain (decision 82).
 */
const speaking = [
  /\b(?:ignore|disregard|forget)\s+(?:all\s+|any\s+)?(?:of\s+)?(?:the\s+|your\s+|these\s+)?(?:previous|prior|above|earlier|other)\s+(?:instructions?|rules?|prompts?)\b/i,
  /\b(?:note|message|instructions?)\s+(?:to|for)\s+(?:the\s+)?(?:ai|model|llm|grader|judge|scorer|reviewer|evaluator)\b/i,
  /\b(?:rate|score|grade|judge|mark)\s+(?:this|it|me|my\s+\w+|everything|all(?:\s+\w+)?)\s+(?:as\s+|with\s+)?(?:["'“]?excellent|100\b|perfect|full\s+marks|the\s+(?:highest|best|maximum))/i,
  /\b(?:give|award|assign)\s+(?:this|it|me|my\s+\w+)\s+(?:an?\s+|the\s+)?(?:excellent|perfect|highest|best|maximum|full)\s+(?:score|rating|marks?|grade|level)\b/i,
  /<\/?(?:answer|prompt|statement)-[0-9a-f]{4,}/i,
];

/** Where an answer or a prompt does, for people; null where none does. */
export function speaksToJudge(answers: readonly JudgedAnswer[], prompts: readonly JudgedPrompt[]): string | null {
  for (const { files } of answers)
    for (const { path, content } of files) {
      const line = content.split('\n').findIndex(isSpeaking);
      if (line >= 0) return `${path}, line ${line + 1}, speaks to whoever scores`;
    }
  const prompt = prompts.findIndex(({ text, selection }) => isSpeaking(text) || isSpeaking(selection ?? ''));
  return prompt < 0 ? null : `Prompt ${prompt + 1} speaks to whoever scores`;
}

const isSpeaking = (text: string): boolean => speaking.some((pattern) => pattern.test(text));
