import { mark } from './favicon.js';
import { escapeHtml } from '../../services/html.js';
import { document } from './html.js';

export interface LandingLink {
  readonly title: string;
  readonly href: string;
  readonly text: string;
}

const always: readonly LandingLink[] = [
  { title: 'API reference', href: '/docs', text: 'Every endpoint with its request, answer and errors.' },
  { title: 'OpenAPI document', href: '/openapi.json', text: 'The same contract for tools, made from the schemas that check each request.' },
];

/** What a visitor of the bare address sees: what this is, and where to go. */
export function landing(links: readonly LandingLink[], nonce: string): string {
  return document({
    title: 'InterviewLM',
    nonce,
    css,
    body: `<main>
<header>${mark}<h1>InterviewLM</h1></header>
<p class="lead">AI-assisted coding interviews that live inside other people’s products: a real workspace for the candidate, and a replay of everything that happened for the reviewer.</p>
${links.length > 0 ? section('Try the demo', links) : ''}
${section('Build on it', always)}
</main>`,
  });
}

const section = (title: string, links: readonly LandingLink[]) => `<section>
<h2>${escapeHtml(title)}</h2>
<ul>
${links.map(({ title: name, href, text }) => `<li><a href="${escapeHtml(href)}">${escapeHtml(name)}</a><p>${escapeHtml(text)}</p></li>`).join('\n')}
</ul>
</section>`;

const css = `
:root { color-scheme: light dark; }
* { box-sizing: border-box; }
body { margin: 0; background: light-dark(#f3f4f6, #0e1116); color: light-dark(#141a24, #e6eaf0); font: 16px/1.55 ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif; }
main { max-width: 44rem; margin: 0 auto; padding: clamp(2rem, 8vh, 6rem) 1.5rem; }
header { display: flex; align-items: center; gap: .75rem; }
header svg { width: 2.25rem; height: 2.25rem; }
h1 { margin: 0; font-size: 1.75rem; letter-spacing: -.02em; }
h2 { margin: 2.5rem 0 .75rem; font-size: .8125rem; font-weight: 600; color: light-dark(#566072, #a0a9b8); }
.lead { margin: 1rem 0 0; font-size: 1.125rem; color: light-dark(#3a4250, #c3c9d3); text-wrap: pretty; }
ul { margin: 0; padding: 0; list-style: none; border: 1px solid light-dark(#dfe3e9, #262d38); border-radius: 10px; background: light-dark(#fff, #151a21); overflow: hidden; }
li { position: relative; padding: 1rem 1.25rem; }
li + li { border-top: 1px solid light-dark(#dfe3e9, #262d38); }
li:hover { background: light-dark(#fafbfc, #1b212a); }
li p { margin: .125rem 0 0; color: light-dark(#566072, #a0a9b8); font-size: .9375rem; }
a { color: light-dark(#2456d6, #8ab0ff); font-weight: 600; text-decoration: none; }
a::after { content: ""; position: absolute; inset: 0; }
a:hover { text-decoration: underline; }
a:focus-visible { outline: none; }
li:focus-within { outline: 2px solid light-dark(#2456d6, #8ab0ff); outline-offset: -2px; border-radius: 10px; }
`;
