import type { AheadModule } from './ahead.js';
import { document } from './html.js';

const titles = { interview: 'Coding interview', replay: 'Interview replay' } as const;

/**
 * The page of one interview, for its candidate or its reviewer. It is the same for every visitor and every id: the code that opens the
 * interview is in the fragment, which only the page's own script sees (`packages/sdk/src/hosted`).
 */
export function hostedPage(kind: keyof typeof titles, interview: string, nonce: string, ahead: readonly AheadModule[] = []): string {
  return document({
    title: titles[kind],
    nonce,
    script: '/sdk/hosted.js',
    ahead: ahead.map(({ path, later }) => ({ path: `/sdk/${path}`, later })),
    css: `html, body { height: 100%; margin: 0; } body { background: light-dark(#f3f4f6, #0e1116); color: light-dark(#141a24, #e6eaf0); font: 14px/1.5 ui-sans-serif, system-ui, sans-serif; }
hosted-interview, hosted-replay { display: block; height: 100%; } noscript p { padding: 2rem; }`,
    body: `<hosted-${kind} interview="${interview}"></hosted-${kind}>
<noscript><p>This page needs JavaScript: it holds an editor and a terminal.</p></noscript>`,
  });
}

/** The page at `/console`: a company's own people sign in there (`packages/console`). */
export function consolePage(nonce: string): string {
  return document({
    title: 'InterviewLM console',
    nonce,
    script: '/sdk/console.js',
    css: `html { background: light-dark(#f3f4f6, #0e1116); color: light-dark(#141a24, #e6eaf0); font: 14px/1.5 ui-sans-serif, system-ui, sans-serif; } body { margin: 0; } noscript p { padding: 2rem; }`,
    body: `<console-app></console-app>
<noscript><p>The console needs JavaScript.</p></noscript>`,
  });
}

/** What `data-mode="iframe"` shows in another page. It is told what to open by the page around (`packages/sdk/src/frame`). */
export function framePage(nonce: string): string {
  return document({
    title: titles.interview,
    nonce,
    script: 'sdk/frame.js',
    css: `body { margin: 0; color-scheme: light dark; } interview-workspace, session-replay { height: var(--ilm-workspace-height); }`,
    body: '',
  });
}
