import type { MailKind, MailLocale } from '@interviewlm/protocol';
import { escapeHtml } from '../html.js';
import { directionOf, wordsIn } from './words/index.js';
import type { Facts, Words } from './words/words.js';

export interface Written {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export interface Draft {
  readonly kind: MailKind;
  readonly locale: MailLocale;
  readonly company: string;
  readonly candidate: string;
  readonly title: string;
  readonly assisted: boolean;
  readonly limit_ms: number;
  readonly expires_at: Date;
  /** What the company adds, as plain text; empty for nothing. */
  readonly message: string;
  readonly link: string;
  readonly unsubscribe: string | null;
}

/** Writes an e-mail, plain and as HTML. Nothing that somebody else wrote is markup, or a line of its own where it shouldn't be. */
export function write(draft: Draft): Written {
  const words = wordsIn(draft.locale);
  const facts = factsOf(draft);
  const letter = words[draft.kind];
  const parts: Parts = {
    greeting: draft.kind === 'result' ? null : words.greeting(facts.candidate),
    body: letter.body(facts),
    note: draft.message === '' ? null : { intro: words.note(facts.company), lines: draft.message.split(/\r\n|\r|\n/).map(withoutControls) },
    button: letter.button,
    address: words.address,
    reason: draft.kind === 'result' ? words.resultReason : words.reason(facts.company),
    unsubscribe: draft.unsubscribe === null ? null : words.unsubscribe,
  };
  return { subject: letter.subject(facts), text: textOf(draft, parts), html: htmlOf(draft, parts, letter.subject(facts)) };
}

interface Parts extends Pick<Words, 'address'> {
  greeting: string | null;
  body: string[];
  note: { intro: string; lines: string[] } | null;
  button: string;
  reason: string;
  unsubscribe: string | null;
}

function factsOf({ locale, company, candidate, title, assisted, limit_ms, expires_at }: Draft): Facts {
  const own = (text: string) => isolated(oneLine(text), locale);
  const minutes = new Intl.NumberFormat(locale, { style: 'unit', unit: 'minute', unitDisplay: 'long' });
  return {
    company: own(company),
    candidate: own(candidate),
    title: own(title),
    assisted,
    duration: minutes.format(Math.round(limit_ms / 60_000)),
    until: isolated(untilFormat(locale).format(expires_at), locale),
  };
}

const untilFormat = (locale: MailLocale) =>
  new Intl.DateTimeFormat(locale, {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZone: 'UTC',
    timeZoneName: 'short',
  });

function textOf({ link, unsubscribe }: Draft, parts: Parts): string {
  const note = parts.note && [parts.note.intro, ...parts.note.lines.map((line) => `> ${line}`)].join('\n');
  const foot = parts.unsubscribe === null ? parts.reason : `${parts.reason}\n${parts.unsubscribe}: ${unsubscribe}`;
  const blocks = [parts.greeting, ...parts.body, note, `${parts.button}:\n${link}`, `-- \n${foot}`];
  return `${blocks.filter((block) => block !== null).join('\n\n')}\n`;
}

const font = 'font:16px/1.5 system-ui,-apple-system,&quot;Segoe UI&quot;,Roboto,&quot;Helvetica Neue&quot;,Arial,sans-serif';

/** Styles stand at the elements, where every mail program finds them; no picture, so nobody is told that it was read. */
function htmlOf({ locale, link, unsubscribe }: Draft, parts: Parts, subject: string): string {
  const direction = directionOf(locale);
  const side = direction === 'rtl' ? 'right' : 'left';
  const p = (text: string) => `<p style="margin:0 0 16px">${escapeHtml(text)}</p>`;
  const a = (href: string, text: string, style: string) => `<a href="${escapeHtml(href)}" style="${style}">${escapeHtml(text)}</a>`;
  const button = 'display:inline-block;padding:12px 20px;border-radius:8px;background:#1d4ed8;color:#ffffff;text-decoration:none';
  const quote = `margin:0 0 16px;padding:0 16px;border-${side}:4px solid #94a3b8`;
  const note = parts.note
    ? `${p(parts.note.intro)}<blockquote dir="auto" style="${quote}">${parts.note.lines.map(escapeHtml).join('<br>')}</blockquote>`
    : '';
  const foot = unsubscribe !== null && parts.unsubscribe !== null ? `<br>${a(unsubscribe, parts.unsubscribe, 'color:#475569')}` : '';
  return `<!doctype html>
<html lang="${locale}" dir="${direction}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(subject)}</title></head>
<body style="margin:0;background:#ffffff;color:#0f172a">
<div style="max-width:560px;margin:0 auto;padding:24px;text-align:${side};${font}">
${parts.greeting === null ? '' : p(parts.greeting)}${parts.body.map(p).join('\n')}
${note}<p style="margin:24px 0">${a(link, parts.button, button)}</p>
<p style="margin:0 0 16px;font-size:14px;color:#475569">${escapeHtml(parts.address)}<br>
<a href="${escapeHtml(link)}" dir="ltr" style="color:#1d4ed8;word-break:break-all">${escapeHtml(link)}</a></p>
<p style="margin:24px 0 0;font-size:14px;color:#475569">${escapeHtml(parts.reason)}${foot}</p>
</div>
</body>
</html>
`;
}

/** Characters that end a line, do something to a terminal, or turn the direction of what comes after them. */
const controls = /[\p{Cc}\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/gu;
const withoutControls = (text: string) => text.replace(controls, ' ');

/** Somebody else's words within a line of ours: a header or a sentence. */
export const oneLine = (text: string): string => withoutControls(text).replace(/\s+/g, ' ').trim();

/** In a right-to-left text, or of one: kept together, so that neither turns the other around. */
const isolated = (text: string, locale: MailLocale) =>
  locale === 'ar' || /[\p{Script=Arabic}\p{Script=Hebrew}]/u.test(text) ? `\u2068${text}\u2069` : text;
