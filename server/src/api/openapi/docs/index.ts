import { endpoints, errors, type Endpoint } from '@interviewlm/protocol';
import { escapeHtml } from '../../../services/html.js';
import type { JsonSchema } from '../schemas.js';
import { field, schemaView } from './fields.js';
import { prose } from './prose.js';
import { css } from './style.js';

interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  schema: JsonSchema;
}
type Content = Record<string, { schema: JsonSchema }>;
interface Operation {
  operationId: string;
  summary: string;
  tags: string[];
  parameters?: (Parameter | { $ref: string })[];
  requestBody?: { content: Content };
  responses: Record<string, { description: string; content?: Content }>;
}
interface Document {
  paths: Record<string, Record<string, Operation>>;
  tags: { name: string; description: string }[];
  components: { schemas: Record<string, JsonSchema>; parameters: Record<string, Parameter> };
}

/** The OpenAPI document as one page that needs nothing else: no script, no font, no other host. */
export function docsPage(openApi: JsonSchema): string {
  const document = openApi as unknown as Document;
  const { tags, components } = document;
  const sections = [...tags.map(({ name }) => [name, idOf(name)] as const), ['Schemas', 'schemas'] as const, ['Errors', 'errors'] as const];
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>InterviewLM API</title><style>${css}</style></head>
<body>
<nav aria-label="Sections"><a class="home" href="/">InterviewLM</a><ul>${sections.map(([name, id]) => `<li><a href="#${id}">${escapeHtml(name)}</a></li>`).join('')}</ul></nav>
<main>
<h1>InterviewLM API</h1>
<p>JSON in and out. Send a key or a session token as <code>Authorization: Bearer …</code>. For tools: <a href="/openapi.json">the OpenAPI 3.1 document</a>, which this page is made from.</p>
${tags.map((tag) => section(document, tag)).join('\n')}
<section id="schemas"><h2>Schemas</h2>
${Object.entries(components.schemas)
  .map(([name, schema]) => `<article id="schema-${name}"><h3>${name}</h3>${schemaView(schema)}</article>`)
  .join('\n')}
</section>
<section id="errors"><h2>Errors</h2><p>Every error is a problem document (RFC 9457) with a stable <code>code</code>.</p>
<table><thead><tr><th scope="col">Code</th><th scope="col">Status</th><th scope="col">Meaning</th></tr></thead><tbody>
${Object.entries(errors)
  .map(([code, [status, title]]) => `<tr id="${code}"><td><code>${code}</code></td><td>${status}</td><td>${escapeHtml(title)}</td></tr>`)
  .join('\n')}
</tbody></table></section>
</main></body></html>
`;
}

const idOf = (tag: string): string => `tag-${tag.toLowerCase()}`;

function section(document: Document, { name, description }: Document['tags'][number]): string {
  const articles = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, operation]) => operation.tags.includes(name))
      .map(([method, operation]) => article(document, method, path, operation)),
  );
  return `<section id="${idOf(name)}"><h2>${escapeHtml(name)}</h2><p>${prose(description)}</p>\n${articles.join('\n')}</section>`;
}

function article(document: Document, method: string, path: string, operation: Operation): string {
  const { operationId: id, summary } = operation;
  return `<article id="${id}" aria-labelledby="${id}-name">
<h3 id="${id}-name"><b>${method.toUpperCase()}</b> <code>${escapeHtml(path)}</code></h3>
<p>${prose(summary)}</p>
<dl><dt>Who</dt><dd>${(endpoints as Record<string, Endpoint>)[id]?.credentials.join(', ') ?? ''}</dd>${errorsOf(id)}</dl>
${parameters(document, operation)}${Object.values(operation.requestBody?.content ?? {})
    .map(({ schema }) => `<h4>Body</h4>${named(document, schema)}`)
    .join('')}${answers(document, operation)}
</article>`;
}

function errorsOf(id: string): string {
  const own = (endpoints as Record<string, Endpoint>)[id]?.errors ?? [];
  return own.length > 0 ? `<dt>Errors</dt><dd>${own.map((code) => `<a href="#${code}"><code>${code}</code></a>`).join(' ')}</dd>` : '';
}

function parameters(document: Document, operation: Operation): string {
  const all = (operation.parameters ?? []).map((each) =>
    '$ref' in each ? document.components.parameters[each.$ref.split('/').at(-1) ?? ''] : each,
  );
  const shown = all.filter((each): each is Parameter => each !== undefined);
  const group = (place: string, title: string) => {
    const inPlace = shown.filter((each) => each.in === place);
    if (inPlace.length === 0) return '';
    const items = inPlace.map(({ name, schema, description, required }) =>
      field(name, description ? { description, ...schema } : schema, required ?? false),
    );
    return `<h4>${title}</h4><ul class="fields">${items.join('')}</ul>`;
  };
  return group('path', 'Path') + group('query', 'Query') + group('header', 'Headers');
}

const answers = (document: Document, { responses }: Operation): string =>
  Object.entries(responses)
    .filter(([status]) => Number(status) < 400)
    .map(([status, { content = {} }]) => {
      const kinds = Object.entries(content);
      if (kinds.length === 0) return `<p>Answers ${status} with no body.</p>`;
      return kinds
        .map(
          ([media, { schema }]) =>
            `<details><summary>Answers ${status}, <code>${escapeHtml(media)}</code></summary>${named(document, schema)}</details>`,
        )
        .join('');
    })
    .join('');

/** A body's own fields, so that nobody has to follow a link to write a first request. */
function named({ components }: Document, schema: JsonSchema): string {
  const name = typeof schema['$ref'] === 'string' ? (schema['$ref'].split('/').at(-1) ?? '') : '';
  const target = components.schemas[name];
  return target ? `<p class="type"><a href="#schema-${name}">${name}</a></p>${schemaView(target)}` : schemaView(schema);
}
