import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { InterviewApply, InterviewWorkspace, SessionReplay } from '@interviewlm/sdk/elements';
import * as parts from '@interviewlm/workspace';
import { customElements, type ElementDeclaration } from '../../../scripts/manifest/build.mjs';
import { dispatched } from './dispatched.js';

const manifest = await customElements();
const elements = manifest.modules.map(({ declarations: [element] }) => element);
/** The classes themselves, which know by running what they take. */
const classes = {
  'interview-workspace': InterviewWorkspace,
  'session-replay': SessionReplay,
  'interview-apply': InterviewApply,
  'interview-chat': parts.InterviewChat,
  'interview-editor': parts.InterviewEditor,
  'interview-file-tree': parts.InterviewFileTree,
  'interview-question': parts.InterviewQuestion,
  'interview-terminal': parts.InterviewTerminal,
  'interview-tests': parts.InterviewTests,
  'interview-timer': parts.InterviewTimer,
};

test('the manifest has exactly the elements that a page may use', () => {
  expect(elements.map(({ tagName }) => tagName).sort()).toEqual(Object.keys(classes).sort());
});

describe.each(elements.map((element) => [element.tagName, element] as const))('<%s>', (tag, element) => {
  const taken = [...classes[tag as keyof typeof classes].elementProperties].filter(([, { state }]) => !state);

  test('says what it is, and what each of its attributes, properties, methods, events and parts is', () => {
    const { members = [], attributes = [], events = [], cssParts = [], cssProperties = [], slots = [] } = element;
    const said = [...members, ...attributes, ...events, ...cssParts, ...cssProperties, ...slots];
    expect(element.description).toBeTruthy();
    expect(said.filter(({ description }) => !description).map(({ name }) => name)).toEqual([]);
  });

  test('names every attribute and property that the class takes, with its type', () => {
    const attributes = taken.map(([name, { attribute }]) => (attribute === true || attribute === undefined ? name : attribute));
    const typed = (entries: ElementDeclaration['members'] = []) => entries.flatMap((one) => (one.type ? one.name : []));
    expect(typed(element.attributes).sort()).toEqual(
      attributes
        .filter((name) => name !== false)
        .map((name) => String(name).toLowerCase())
        .sort(),
    );
    expect(typed(element.members)).toEqual(expect.arrayContaining(taken.map(([name]) => name)));
  });

  test('names every event that its code sends, with its class', async () => {
    const sent = dispatched(tag);
    const named = (element.events ?? []).map(({ name, type }) => `${name}: ${type?.text}`);
    expect(named.sort()).toEqual(sent.sort());
  });

  test('names the parts and the custom properties that its code has', async () => {
    const source = await readFile(sourceOf(tag), 'utf8');
    const inCode = [...source.matchAll(/\bpart="([a-z-]+)"/g)].map(([, name]) => name);
    expect((element.cssParts ?? []).map(({ name }) => name)).toEqual(expect.arrayContaining(inCode));
    expect((element.cssProperties ?? []).map(({ name }) => name)).toContain('--ilm-accent');
  });
});

test('the package ships it, and says where', async () => {
  const { customElements: path, exports } = JSON.parse(await readFile('packages/sdk/package.json', 'utf8')) as {
    customElements: string;
    exports: Record<string, string>;
  };
  expect(exports['./custom-elements.json']).toBe(`./${path}`);
  expect(JSON.parse(await readFile(`packages/sdk/${path}`, 'utf8'))).toEqual(JSON.parse(JSON.stringify(manifest)));
});

/** Where an element is written: the manifest names what a page imports. */
function sourceOf(tag: string): string {
  const { path } = manifest.modules.find(({ declarations }) => declarations[0].tagName === tag) ?? {
    path: '',
  };
  const [, name = 'sdk', file = ''] = /^(?:@interviewlm\/(\w+)|dist)\/(.+)\.js$/.exec(path) ?? [];
  return `packages/${name}/src/${file}.ts`;
}
