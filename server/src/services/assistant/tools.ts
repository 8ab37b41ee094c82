import { limits, pathProblem, type AiPolicy, type ChatRequest, type Proposal } from '@interviewlm/protocol';
import type { ToolDefinition } from './port.js';
import { unifiedDiff } from './unified-diff.js';

export interface ToolFile {
  path: string;
  content: string;
  version: number;
  read_only: boolean;
}

/** What tools reach: the candidate's own files as they are saved now, and the visible tests. */
export interface Toolbox {
  files(): Promise<ToolFile[]>;
  runTests(signal: AbortSignal): Promise<string>;
  newProposalId(): string;
}

export interface ToolOutcome {
  content: string;
  failed: boolean;
  proposal?: Proposal;
}

type ToolName = AiPolicy['tools'][number];
const path = { type: 'string', description: 'Path of a file in the workspace' };
const schema = (properties: Record<string, unknown>) => ({
  type: 'object' as const,
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});

const definitions: readonly ToolDefinition[] = [
  { name: 'list_files', description: 'List the files of the workspace with their sizes.', input_schema: schema({}) },
  { name: 'read_file', description: 'Read a file of the workspace as it is saved now.', input_schema: schema({ path }) },
  {
    name: 'search',
    description: 'Find a piece of text, ignoring case, in all files of the workspace. Answers with path, line number and line.',
    input_schema: schema({ query: { type: 'string', description: 'The text to find' } }),
  },
  { name: 'run_tests', description: 'Run the visible tests on the saved files and read the result.', input_schema: schema({}) },
  {
    name: 'propose_edit',
    description:
      'Propose new content for a whole file, existing or new. The candidate sees the difference and accepts or rejects it; nothing changes before.',
    input_schema: schema({ path, content: { type: 'string', description: 'The whole new content of the file' } }),
  },
];

/** The tools that the policy allows. Hints never come as edits. */
export const toolsFor = (policy: AiPolicy): ToolDefinition[] =>
  definitions.filter(({ name }) => policy.tools.includes(name) && (name !== 'propose_edit' || policy.mode === 'pair'));

/** The policy as far as the candidate consents: `allow` takes tools away and never adds one. */
export const consented = (policy: AiPolicy, allow: ChatRequest['allow']): AiPolicy =>
  allow ? { ...policy, tools: policy.tools.filter((tool) => allow.includes(tool)) } : policy;

/** What the candidate is shown of a call. */
export function summary(name: string, input: Record<string, unknown>): string {
  const subject = name === 'search' ? input['query'] : input['path'];
  return typeof subject === 'string' ? subject.slice(0, 200) : '';
}

/** Runs one call. A model's mistake is an answer it can learn from, not an error of ours. */
export async function callTool(
  tools: Toolbox,
  policy: AiPolicy,
  name: string,
  input: Record<string, unknown>,
  signal: AbortSignal,
): Promise<ToolOutcome> {
  const tool = toolsFor(policy).find((allowed) => allowed.name === name);
  if (!tool) return failure(`There is no tool ${name} in this interview.`);
  return actions[tool.name](tools, input, signal);
}

type Action = (tools: Toolbox, input: Record<string, unknown>, signal: AbortSignal) => Promise<ToolOutcome>;

const actions: Readonly<Record<ToolName, Action>> = {
  async list_files(tools) {
    const files = await tools.files();
    return success(
      files.map((file) => `${file.path} (${file.content.length} characters${file.read_only ? ', read-only' : ''})`).join('\n'),
    );
  },
  async read_file(tools, input) {
    const file = (await tools.files()).find((candidate) => candidate.path === input['path']);
    return file ? success(file.content) : failure('There is no such file.');
  },
  async search(tools, input) {
    const query = typeof input['query'] === 'string' ? input['query'].toLowerCase() : '';
    if (query === '') return failure('Give a text to find.');
    const hits = (await tools.files()).flatMap((file) => linesWith(file, query));
    return success(hits.length === 0 ? 'Nothing found.' : hits.slice(0, 100).join('\n'));
  },
  async run_tests(tools, _input, signal) {
    return success(await tools.runTests(signal));
  },
  async propose_edit(tools, input) {
    const { path: target, content } = input;
    if (typeof target !== 'string' || typeof content !== 'string') return failure('Give a path and the whole content.');
    const problem = pathProblem(target);
    if (problem) return failure(`The path ${problem}.`);
    if (Buffer.byteLength(content) > limits.fileBytes) return failure('The file would be too large.');
    const before = (await tools.files()).find((file) => file.path === target);
    if (before?.read_only) return failure('That file belongs to the question and can not be changed.');
    if (before?.content === content) return failure('That is what the file holds already.');
    return {
      content: 'Shown to the candidate, who has not decided yet.',
      failed: false,
      proposal: propose(tools.newProposalId(), target, before, content),
    };
  },
};

function propose(id: string, target: string, before: ToolFile | undefined, content: string): Proposal {
  return { id, path: target, diff: unifiedDiff(target, before?.content ?? null, content), base_version: before?.version ?? 0, content };
}

const linesWith = (file: ToolFile, query: string): string[] =>
  file.content
    .split('\n')
    .flatMap((line, index) => (line.toLowerCase().includes(query) ? [`${file.path}:${index + 1}: ${line.slice(0, 300)}`] : []));

const success = (content: string): ToolOutcome => ({ content: content.slice(0, 30_000), failed: false });
const failure = (content: string): ToolOutcome => ({ content, failed: true });
