import { endpoints, errors, type Endpoint } from '@interviewlm/protocol';

/** The reference as one page that needs nothing else: no script, no font, no other host. */
export function docsPage(): string {
  const all = Object.entries<Endpoint>(endpoints);
  const tags = [...new Set(all.map(([, { tag }]) => tag))];
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>InterviewLM API</title><style>${css}</style></head>
<body><main>
<h1>InterviewLM API</h1>
<p>JSON in and out. Send a key or a session token as <code>Authorization: Bearer …</code>. For tools: <a href="/openapi.json">the OpenAPI 3.1 document</a>, with every schema.</p>
${tags
  .map((tag) =>
    section(
      tag,
      all.filter(([, endpoint]) => endpoint.tag === tag),
    ),
  )
  .join('\n')}
<section id="errors"><h2>Errors</h2><p>Every error is a problem document (RFC 9457) with a stable <code>code</code>.</p>
<table><thead><tr><th>Code</th><th>Status</th><th>Meaning</th></tr></thead><tbody>
${Object.entries(errors)
  .map(([code, [status, title]]) => `<tr id="${code}"><td><code>${code}</code></td><td>${status}</td><td>${escape(title)}</td></tr>`)
  .join('\n')}
</tbody></table></section>
</main></body></html>
`;
}

const section = (tag: string, list: readonly (readonly [string, Endpoint])[]) =>
  `<section><h2>${escape(tag)}</h2>${list.map(([name, endpoint]) => entry(name, endpoint)).join('\n')}</section>`;

const entry = (name: string, { method, path, summary, credentials, status, stream, errors: own }: Endpoint) => `<article id="${name}">
<h3><b>${method}</b> <code>${escape(path)}</code></h3>
<p>${code(summary)}</p>
<dl><dt>Who</dt><dd>${credentials.join(', ')}</dd><dt>Answers</dt><dd>${status}${stream ? `, as server-sent events${stream === 'accept' ? ' with <code>Accept: text/event-stream</code>' : ''}` : ''}</dd>
${own.length > 0 ? `<dt>Errors</dt><dd>${own.map((error) => `<a href="#${error}"><code>${error}</code></a>`).join(' ')}</dd>` : ''}</dl>
</article>`;

const escape = (text: string) => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
const code = (text: string) => escape(text).replace(/`([^`]+)`/g, '<code>$1</code>');

const css = `:root { color-scheme: light dark; }
body { margin: 0; font: 16px/1.55 ui-sans-serif, system-ui, sans-serif; background: light-dark(#fff, #0e1116); color: light-dark(#141a24, #e6eaf0); }
main { max-width: 56rem; margin: 0 auto; padding: 3rem 1.5rem; }
h2 { margin: 3rem 0 .5rem; } h3 { margin: 0; font-size: 1rem; overflow-wrap: anywhere; } h3 b { display: inline-block; min-width: 4.5rem; color: light-dark(#2456d6, #8ab0ff); }
article { padding: 1rem 0; border-top: 1px solid light-dark(#dfe3e9, #262d38); } article p { margin: .25rem 0; }
dl { display: grid; grid-template-columns: 5rem 1fr; margin: .5rem 0 0; font-size: .875rem; } dt { color: light-dark(#566072, #a0a9b8); } dd { margin: 0; }
table { border-collapse: collapse; width: 100%; } td, th { text-align: left; padding: .35rem .75rem .35rem 0; border-top: 1px solid light-dark(#dfe3e9, #262d38); }
a { color: light-dark(#2456d6, #8ab0ff); } code { font: .875em ui-monospace, monospace; } :target { background: light-dark(#eef3ff, #1a2440); }`;
