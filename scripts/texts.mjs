// Which texts our elements show, read from the sources: the arguments of `msg`, `plural` and each `str`. For the test of the locales.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const folders = ['packages/ui/src', 'packages/workspace/src', 'packages/replay/src', 'packages/sdk/src'];
/** Attributes whose value a person reads or hears. */
const spokenAttributes = /(?:^|\s)(?:aria-label|aria-valuetext|aria-description|title|placeholder|heading|label|alt)="([^"]*\p{L}[^"]*)"/u;

/** @returns {{ texts: Map<string, Text>, untranslated: string[] }} by English source; and words in templates that no `msg` is around */
export function textsInSources() {
  const texts = new Map();
  const untranslated = [];
  for (const path of folders.flatMap(sourcesIn)) {
    const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
    const where = (node) => `${path}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
    const add = (node, isPlural) => {
      const source = sourceOf(node);
      if (source !== null) texts.set(source, { source, isPlural: isPlural || texts.get(source)?.isPlural === true, where: where(node) });
    };
    const visit = (node) => {
      if (ts.isCallExpression(node) && node.expression.getText() === 'msg' && node.arguments[0]) add(node.arguments[0], false);
      if (ts.isCallExpression(node) && node.expression.getText() === 'plural') {
        add(node.arguments[2], true);
        // The form for one is only English: the locales list their own under the other.
        [node.arguments[0], ...valuesOf(node.arguments[1]), ...valuesOf(node.arguments[2])].forEach(visit);
        return;
      }
      if (ts.isTaggedTemplateExpression(node)) {
        if (node.tag.getText() === 'str') add(node, false);
        if (node.tag.getText() === 'html') untranslated.push(...wordsIn(node.template).map((words) => `${where(node)} ${words}`));
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
  return { texts, untranslated };
}

function sourcesIn(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.ts') && !/\.(test|stories)\.ts$|(^|\/)(testing|locales)(\/|\.ts$)/.test(name))
    .map((name) => join(folder, name));
}

/** `{0} of {1}`; null for what is no text but a value that holds one. */
function sourceOf(node) {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTaggedTemplateExpression(node)) return null;
  const { template } = node;
  if (ts.isNoSubstitutionTemplateLiteral(template)) return template.text;
  return template.head.text + template.templateSpans.map(({ literal }, at) => `{${at}}${literal.text}`).join('');
}

const valuesOf = (node) =>
  ts.isTaggedTemplateExpression(node) && ts.isTemplateExpression(node.template)
    ? node.template.templateSpans.map(({ expression }) => expression)
    : [];

/** What stands in a template between tags or in a spoken attribute as it is. */
function wordsIn(template) {
  const parts = ts.isNoSubstitutionTemplateLiteral(template)
    ? [template.text]
    : [template.head.text, ...template.templateSpans.map(({ literal }) => literal.text)];
  const html = parts.join('\u0000').replace(/<!--[^]*?-->/g, '');
  const between = html.replace(/<[^<>]*>/g, '\u0001').split(/[\u0000\u0001]/);
  const attributes = [...html.matchAll(new RegExp(spokenAttributes, 'gu'))].map(([, value]) => value.replaceAll('\u0000', ''));
  return [...between, ...attributes].map((words) => words.trim()).filter((words) => /\p{L}{2}/u.test(words));
}
