import type { AssistantRequest } from '../../services/assistant/port.js';
import { describeFile } from './describe.js';
import { findEdit } from './edits/index.js';
import { explainRun } from './explain.js';
import { hint } from './hint.js';
import { intentOf } from './intent.js';
import { codeFiles, lastTurn, openFile, userTexts, type Answer } from './screen.js';

const introduction =
  'I am the offline assistant: no language model, only plain rules over what is on your screen (the question, your files, the last test run).\n\n';

/** The whole answer to the last turn of a conversation. */
export function answer(request: AssistantRequest): Answer {
  const turn = lastTurn(request);
  if (turn.kind === 'tool_result') return afterTool(turn.failed, turn.content);
  const earlier = userTexts(request).slice(0, -1);
  const reply = replyTo(request, turn.text, earlier);
  return { ...reply, text: (earlier.length === 0 ? introduction : '') + reply.text };
}

function replyTo(request: AssistantRequest, text: string, earlier: readonly string[]): Answer {
  const { context } = request;
  const intent = intentOf(text);
  if ((intent === 'edit' || intent === 'describe') && !mayRead(request))
    return { text: 'You have not let me read your files, so I can only go by the question and the last test run.' };
  switch (intent) {
    case 'secrets':
      return {
        text: 'I only ever see what you see: the question, your files and your last test run. Hidden tests, solutions and scoring are not there.',
      };
    case 'edit':
      return edit(request);
    case 'explain_failure':
      return { text: explainRun(context, text) };
    case 'describe':
      return { text: describeFile(context, text) };
    case 'hint':
      return { text: hint(context, earlier.filter((message) => intentOf(message) === 'hint').length) };
    case 'other':
      return {
        text: `${explainRun(context, text)}\n\nAsk me for a hint, what your code does, why a test fails, or${mayEdit(request) ? ' to fix it.' : ' where to look.'}`,
      };
  }
}

function edit(request: AssistantRequest): Answer {
  const { context, policy } = request;
  if (policy.mode !== 'pair') return { text: `In this interview I may give hints but not change code.\n\n${hint(context, 0)}` };
  const found = findEdit(codeFiles(context), context);
  if (!found)
    return { text: `I find no mistake that one of my rules can mend, and I do not guess at solutions.\n\n${explainRun(context)}` };
  const where = `\`${found.path}\`, line ${found.line}`;
  if (!mayEdit(request)) return { text: `In ${where}: ${found.reason}` };
  const call = {
    id: `toolu_scripted_${request.messages.length}`,
    name: 'propose_edit',
    input: { path: found.path, content: found.content },
  };
  return { text: `In ${where}: ${found.reason} Here is the edit; accept it only if you agree, then run the tests.`, call };
}

function afterTool(failed: boolean, content: string): Answer {
  return failed
    ? { text: `\n\nThat edit could not be proposed: ${content.slice(0, 300)}` }
    : {
        text: '\n\nThe edit is shown as a diff. Read it before you accept it, and run the tests afterwards: I can not see whether it passes until you do.',
      };
}

const mayRead = ({ tools, context }: AssistantRequest): boolean =>
  codeFiles(context).length > 0 || tools.some((tool) => tool.name === 'read_file');

const mayEdit = ({ policy, tools, context }: AssistantRequest): boolean =>
  policy.mode === 'pair' && tools.some((tool) => tool.name === 'propose_edit') && openFile(context) !== null;
