import type { ChatRequest } from '@interviewlm/protocol';
import { readFiles } from '../../db/files.js';
import { currentQuestion, readCurrentQuestion } from '../../db/interview-questions.js';
import type { LogHead } from '../../db/log-heads.js';
import { lastVisibleRun } from '../../db/runs.js';
import type { TenantReads } from '../../db/tenant-reads.js';
import type { TenantTx } from '../../db/tenant-tx.js';
import { asText } from '../files/content.js';
import type { AssistantContext } from './port.js';
import type { ToolFile } from './tools.js';

/**
 * What the candidate has on the screen: the question as shown, the files of the tree with the visible tests, the last visible run.
 * The question's row also holds hidden tests and the reference; they stop here.
 */
export async function readScreen(tx: TenantTx, head: LogHead, request: ChatRequest): Promise<AssistantContext> {
  const [{ source }, files, last_run] = await Promise.all([
    readCurrentQuestion(tx, head),
    readTextFiles(tx, head.id),
    lastVisibleRun(tx, head.id, currentQuestion(head)),
  ]);
  return {
    question: { title: source.title, instructions: source.instructions, runtime: source.runtime },
    files: files.map(({ path, content, read_only }) => ({ path, content, read_only })),
    ...(request.context && { open: openFile(request.context) }),
    last_run,
  };
}

/** Without the candidate's files, if they didn't consent to have them read; what the question brought is everybody's. */
export const consentedScreen = (screen: AssistantContext, allow: ChatRequest['allow']): AssistantContext =>
  allow && !allow.includes('read_file') ? { ...screen, files: screen.files.filter(({ read_only }) => read_only) } : screen;

export async function readTextFiles(tx: TenantReads, interview: string): Promise<ToolFile[]> {
  return (await readFiles(tx, interview)).flatMap(({ path, content, version, read_only }) => {
    const text = asText(content);
    return text === null ? [] : [{ path, content: text, version, read_only }];
  });
}

const openFile = ({ path, selection }: NonNullable<ChatRequest['context']>) => (selection ? { path, selection } : { path });
