import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { expect, test } from 'vitest';
import { InterviewApply, InterviewWorkspace, SessionReplay } from '@interviewlm/sdk/react';
import { isInterviewElement } from '@interviewlm/sdk/vue';
import manifest from '@interviewlm/sdk/custom-elements.json' with { type: 'json' };

const fetchToken = () => Promise.resolve('none');
const interview = 'itv_01arz3ndektsv4rrffq69g5fav';

test('a server without a page renders the bare tags, and keeps functions and tokens out of them', () => {
  const onInterviewSubmit = () => undefined;
  expect(renderToString(createElement(InterviewWorkspace, { interview, fetchToken, onInterviewSubmit, className: 'work' }))).toBe(
    '<interview-workspace class="work"></interview-workspace>',
  );
  expect(renderToString(createElement(SessionReplay, { interview, fetchToken }))).toBe('<session-replay></session-replay>');
  expect(renderToString(createElement(InterviewApply, { assessment: 'asm_x' }))).toBe('<interview-apply></interview-apply>');
});

test('every way into the package can be imported where there is no page, and a second copy of an element changes nothing', async () => {
  expect('document' in globalThis).toBe(false);
  for (const name of ['', '/elements', '/react', '/vue', '/svelte'])
    expect(Object.keys((await import(`@interviewlm/sdk${name}`)) as object).length).toBeGreaterThan(0);
  const { define } = await import('@interviewlm/ui');
  const { InterviewWorkspace: Workspace } = await import('@interviewlm/sdk/elements');
  define('interview-workspace', (() => undefined) as unknown as CustomElementConstructor);
  expect(customElements.get('interview-workspace')).toBe(Workspace);
});

test('Vue is told of the tags that a page writes, and of no other', () => {
  const tags = manifest.modules.flatMap(({ declarations }) => declarations.map(({ tagName }) => tagName));
  expect(tags.filter(isInterviewElement).sort()).toEqual(['interview-apply', 'interview-workspace', 'session-replay']);
  expect(['interview-workspaces', 'app-interview-apply', 'div'].some(isInterviewElement)).toBe(false);
});
