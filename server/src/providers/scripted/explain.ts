import type { AssistantContext } from '../../services/assistant/port.js';
import { failures, type Failure } from './failure.js';
import { locate } from './locate.js';
import { named } from './named.js';
import { plural } from './screen.js';

/** What the last run says: the failing test that `question` names, else the first, in words, and the line to look at. */
export function explainRun(context: AssistantContext, question = ''): string {
  const run = context.last_run;
  if (!run) return 'No tests have run yet. Run them first: the first failing test tells where to begin.';
  const failed = failures(context);
  const passed = run.tests.filter(({ status }) => status === 'passed');
  const asked = named<{ name: string }>([...failed, ...passed], question);
  const failure = failed.find((each) => each === asked) ?? failed[0];
  if (!failure) return whole(run.passed, run.stopped);
  const mistaken = asked && asked !== failure ? `**${asked.name}** passed in the last run.` : '';
  const others = failed.length > 1 ? `\n\n${plural(failed.length - 1, 'other test')} failed too; take them one by one.` : '';
  return (
    [
      mistaken,
      `**${failure.name}** fails (${run.passed} of ${run.total} pass).`,
      said(failure),
      run.stopped ?? '',
      pointer(failure, context),
    ]
      .filter(Boolean)
      .join(' ') + others
  );
}

/** The failure in one sentence, with what the two values have in common when that is telling. */
export function said({ expected, got, thrown, message }: Failure): string {
  if (thrown !== null) return `The code threw \`${thrown}\` instead of answering.`;
  if (expected !== null && got !== null) return `It expected \`${expected}\` but got \`${got}\`.${compared(expected, got)}`;
  const first = message.trim().split('\n')[0] ?? '';
  return first ? `The runner says: \`${first.slice(0, 200)}\`.` : 'The runner gave no reason: it may have ended before this test did.';
}

function whole(passed: number, stopped: string | null): string {
  if (stopped) return `The run ended early: ${stopped}`;
  return passed > 0
    ? `All ${plural(passed, 'test')} of the last run passed. Think of inputs that no test tries (empty, one element, very large), then submit when you are content.`
    : 'The last run reported no test at all; look at its output for a syntax error.';
}

function compared(expected: string, got: string): string {
  const bare = (text: string) => text.replace(/^["'](.*)["']$/s, '$1');
  const [want, have] = [bare(expected), bare(got)];
  if (/^(?:undefined|None|null|nil)$/.test(have)) return ` \`${have}\` usually means that a path through the function returns nothing.`;
  if (want !== have && want.toLowerCase() === have.toLowerCase()) return ' They differ only in upper and lower case.';
  if (want !== have && want.replace(/\s/g, '') === have.replace(/\s/g, '')) return ' They differ only in white space.';
  const difference = Number(have) - Number(want);
  if (want !== '' && have !== '' && Math.abs(difference) === 1)
    return ` The answer is ${difference > 0 ? 'one too many' : 'one too few'}: check where counting begins and ends.`;
  return '';
}

function pointer(failure: Failure, context: AssistantContext): string {
  const place = locate(failure, context);
  return place ? `Look at \`${place.path}\`, line ${place.line}: \`${place.code.slice(0, 160)}\` (${place.why}).` : '';
}
