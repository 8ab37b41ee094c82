/** What a hostile text calls when it runs, and where it would send something. */
const run = '__ilmHit()';
const away = '//outside.invalid/';

const tags = [
  `<script>${run}</script>`,
  `<ScRiPt >${run}</sCrIpT>`,
  `<img src=x onerror=${run}>`,
  `<img src=x onerror="${run}"//`,
  `<img/src/onerror=${run}>`,
  `"><img src=x onerror=${run}>`,
  `'><svg onload=${run}>`,
  `</title><script>${run}</script>`,
  `</textarea><img src=x onerror=${run}>`,
  `</style><script>${run}</script>`,
  `<body onload=${run}>`,
  `<video><source onerror=${run}></video>`,
  `<audio src=x onerror=${run}>`,
  `<details open ontoggle=${run}>x</details>`,
  `<input autofocus onfocus=${run}>`,
  `<select autofocus onfocus=${run}>`,
  `<marquee onstart=${run}>x</marquee>`,
  `<div onpointerover="${run}" style="position:fixed;inset:0">x</div>`,
  `<a href="javascript:${run}">x</a>`,
  `<a href="&#106;avascript:${run}">x</a>`,
  `<a href="java\tscript:${run}">x</a>`,
  `<a href=" javascript:${run}">x</a>`,
  `<a href="vbscript:${run}">x</a>`,
  `<a href="data:text/html,<script>parent.${run}</script>">x</a>`,
  `<iframe src="javascript:parent.${run}"></iframe>`,
  `<iframe srcdoc="<script>parent.${run}</script>"></iframe>`,
  `<object data="javascript:${run}"></object>`,
  `<embed src="javascript:${run}">`,
  `<form action="javascript:${run}"><button>x</button></form>`,
  `<button formaction="javascript:${run}">x</button>`,
  `<base href="${away}">`,
  `<meta http-equiv="refresh" content="0;url=${away}">`,
  `<link rel=stylesheet href="${away}a.css">`,
  `<style>@import "${away}b.css";*{background:url(${away}c)}</style>`,
  `<img src="${away}pixel.png">`,
  `<table background="${away}d"><tr><td style="background:url(${away}e)">x</table>`,
];

const vectors = [
  `<svg><script>${run}</script></svg>`,
  `<svg><a xlink:href="javascript:${run}"><text y=9>x</text></a></svg>`,
  `<svg><animate onbegin=${run} attributeName=x dur=1s></svg>`,
  `<svg><set attributeName=href to=javascript:${run} /></svg>`,
  `<svg><use href="data:image/svg+xml,<svg id=x xmlns='http://www.w3.org/2000/svg'><image href=x onerror='${run}'/></svg>#x"/></svg>`,
  `<svg><foreignObject><iframe onload=${run}></iframe></foreignObject></svg>`,
  `<math><mtext><img src=x onerror=${run}></mtext></math>`,
  `<math href="javascript:${run}"><mi>x</mi></math>`,
  `<math><annotation-xml encoding="text/html"><img src=x onerror=${run}></annotation-xml></math>`,
  `<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=${run}>`,
  `<svg></p><style><a id="</style><img src=x onerror=${run}>">`,
  `<noscript><p title="</noscript><img src=x onerror=${run}>">`,
  `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=${run}&gt;">`,
  `<template><script>${run}</script></template>`,
  `<select><template shadowrootmode=open><img src=x onerror=${run}></template></select>`,
  `<!--><img src=x onerror=${run}>-->`,
  `<![CDATA[><img src=x onerror=${run}>]]>`,
];

const templates = [
  `\${${run}}`,
  `{{constructor.constructor('${run}')()}}`,
  `<%= ${run} %>`,
  `#{${run}}`,
  `?lit$1234$`,
  `<!--?lit$-->`,
  `<div id=__proto__></div><a id=interviewlm name=then>x</a>`,
];

const markdown = [
  `[x](javascript:${run})`,
  `[x](JaVaScRiPt:${run})`,
  `[x](javascript&colon;${run})`,
  `[x](data:text/html;base64,PHNjcmlwdD5wYXJlbnQuX19pbG1IaXQoKTwvc2NyaXB0Pg==)`,
  `<javascript:${run}>`,
  `![x](${away}markdown.png)`,
  `![x](x"onerror="${run})`,
  `[x]: javascript:${run}\n[x]`,
  `[a](<javascript:${run}> "x")`,
  `\`\`\`html\n<img src=x onerror=${run}>\n\`\`\``,
  `<details><summary>x</summary>\n\n[x](javascript:${run})\n\n</details>`,
];

const bytes = [
  `\u001b]8;;javascript:${run}\u0007link\u001b]8;;\u0007`,
  `\u001b]8;;${away}osc\u001b\\link\u001b]8;;\u001b\\`,
  `\u001b]0;<img src=x onerror=${run}>\u0007`,
  `\u001b]52;c;PGltZyBzcmM9eD4=\u0007`,
  `\u001b[31m<img src=x onerror=${run}>\u001b[0m`,
  `\u001b[2J\u001b[H\u001b[?1049h\u001b[6n`,
  `\u202e<img src=x onerror=${run}>\u202c`,
  `\u2066a\u2069\u200f\u061c`,
  `a\u0000<img src=x onerror=${run}>`,
  `\ufeff<\u0000script>${run}</script>`,
  `\ud83d\ude00<svg/onload=${run}>\u{1f3f4}`,
];

/** Texts that each try to be more than text: as a tag, an address, a template, Markdown, or bytes that steer a terminal. */
export const hostileTexts: readonly string[] = [...tags, ...vectors, ...templates, ...markdown, ...bytes];
/** The same without the one letter that no database keeps in a text. */
export const storable: readonly string[] = hostileTexts.map((text) => text.replaceAll('\u0000', ''));

/** As many of them as fit into a field of so many letters, in turn: every text is in one of the results, cut where it is longer. */
export function packed(texts: readonly string[], most: number): string[] {
  const fields: string[] = [];
  for (const text of texts.map((one) => one.slice(0, most).trim())) {
    const last = fields.at(-1);
    if (last !== undefined && last.length + 1 + text.length <= most) fields[fields.length - 1] = `${last} ${text}`;
    else fields.push(text);
  }
  return fields;
}
