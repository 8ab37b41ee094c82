import { css } from 'lit';
import DOMPurify from 'dompurify';
import { Marked } from 'marked';
import { trustedPolicy } from './trusted-types.js';

/**
 * Markdown from candidates, questions and models as a safe fragment. Raw HTML in it is cleaned, images and forms are dropped (nothing
 * may load from elsewhere by itself), links open apart and tell the other side nothing.
 */
export function renderMarkdown(text: string): DocumentFragment {
  const fragment = DOMPurify.sanitize(marked.parse(text, { async: false }), {
    RETURN_DOM_FRAGMENT: true,
    USE_PROFILES: { html: true },
    FORBID_TAGS: [
      ...['img', 'picture', 'video', 'audio', 'source', 'style', 'form', 'input', 'button', 'select', 'textarea', 'dialog'],
      // Moves or blinks without an end, or is no text at all.
      ...['marquee', 'blink', 'map', 'area', 'template', 'slot'],
    ],
    // An old table's background loads like an image; popovers lie above everything.
    FORBID_ATTR: ['style', 'class', 'id', 'name', 'background', 'popover', 'popovertarget', 'popovertargetaction'],
    ALLOW_DATA_ATTR: false,
    // Without one of ours it would make its own, which the page would have to name.
    TRUSTED_TYPES_POLICY: trustedPolicy() as never,
  });
  for (const link of fragment.querySelectorAll('a[href]')) {
    link.setAttribute('target', '_blank');
    link.setAttribute('rel', 'noopener noreferrer nofollow');
  }
  for (const block of fragment.querySelectorAll('pre, table')) block.setAttribute('tabindex', '0');
  return fragment;
}

const marked = new Marked({ gfm: true, breaks: false });

/** For the element that holds the fragment: `<div class="prose">`. */
export const markdownStyles = css`
  .prose {
    overflow-wrap: anywhere;
    text-wrap: pretty;
  }
  .prose > :first-child {
    margin-top: 0;
  }
  .prose > :last-child {
    margin-bottom: 0;
  }
  .prose :is(p, ul, ol, pre, blockquote, table) {
    margin: 0 0 0.8em;
  }
  .prose :is(h1, h2, h3, h4) {
    margin: 1.4em 0 0.5em;
    font-weight: 600;
    line-height: 1.3;
  }
  .prose h1 {
    font-size: var(--_size-xl);
  }
  .prose h2 {
    font-size: var(--_size-l);
  }
  .prose :is(h3, h4) {
    font-size: var(--_size-m);
  }
  .prose :is(ul, ol) {
    padding-inline-start: 1.4em;
  }
  .prose li + li {
    margin-top: 0.25em;
  }
  .prose a {
    color: var(--_accent);
    text-underline-offset: 2px;
  }
  .prose code {
    padding: 0.1em 0.35em;
    border-radius: var(--_radius-s);
    background: var(--_active);
    font: 0.9em / 1.4 var(--_mono);
  }
  .prose pre {
    padding: 10px 12px;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_raised);
    overflow: auto;
    scrollbar-width: thin;
  }
  .prose :is(pre, code) {
    direction: ltr;
    unicode-bidi: isolate;
  }
  .prose pre code {
    padding: 0;
    background: none;
    font-size: var(--_size-s);
    overflow-wrap: normal;
  }
  .prose blockquote {
    padding-inline-start: 12px;
    border-inline-start: 3px solid var(--_border);
    color: var(--_muted);
  }
  .prose table {
    display: block;
    overflow: auto;
    border-collapse: collapse;
    font-size: var(--_size-s);
  }
  .prose :is(th, td) {
    padding: 4px 10px;
    border: 1px solid var(--_border);
    text-align: start;
  }
  .prose hr {
    border: 0;
    border-top: 1px solid var(--_border);
  }
`;
