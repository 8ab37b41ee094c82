import { escapeHtml } from '../../services/html.js';

export interface Page {
  readonly title: string;
  readonly nonce: string;
  readonly css: string;
  /** Path of the module that runs on the page. */
  readonly script?: string;
  /** Modules that it will import, `later` after all that the page needs at first. */
  readonly ahead?: readonly { readonly path: string; readonly later: boolean }[];
  readonly body: string;
}

export function document({ title, nonce, css, script, ahead = [], body }: Page): string {
  const links = ahead.map(({ path, later }) => {
    const priority = later ? ' fetchpriority="low"' : '';
    return `\n<link rel="modulepreload" nonce="${nonce}"${priority} href="${escapeHtml(path)}">`;
  });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">${links.join('')}
<style>${css}</style>${script ? `\n<script type="module" nonce="${nonce}" src="${escapeHtml(script)}"></script>` : ''}
</head>
<body>
${body}
</body>
</html>
`;
}
