import { hash } from 'node:crypto';
import type { Criterion } from '@interviewlm/protocol';
import { progressChart, provenanceChart, timelineChart, type Palette } from './charts.js';
import {
  caution,
  certainty,
  choicesIntro,
  choicesOf,
  noticesOf,
  clock,
  current,
  day,
  mostEvidence,
  shownScore,
  targetName,
  titles,
  type ReportDocument,
} from './document.js';
import { escape } from './escape.js';
import { css } from './style.js';

const names = ['text', 'muted', 'line', 'bar', 'good', 'bad', 'typed', 'assistant', 'paste', 'starter'] as const;
const palette = Object.fromEntries(names.map((name) => [name, `var(--${name})`])) as unknown as Palette;

/** One page that loads nothing: it reads the same from a disk, in the dark and on paper. */
export function reportHtml(doc: ReportDocument): string {
  const { report, candidate, assessment, submitted_at, audience } = doc;
  const policy = `default-src 'none'; style-src 'sha256-${hash('sha256', css, 'base64')}'; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<title>${escape(`${assessment}: ${candidate}`)}</title>
<style>${css}</style>
</head>
<body>
<main>
<header>
<div><h1>${escape(candidate)}</h1>
<p>${escape(assessment)}${submitted_at ? `, submitted ${day(submitted_at)}` : ''}. ${audience === 'candidate' ? 'Your report.' : 'Interview report.'}</p></div>
<p class="total"><strong>${escape(shownScore(report.final.score))}</strong><span>of 100${report.final.score === report.score ? '' : `, computed ${escape(shownScore(report.score))}`}</span></p>
</header>
<p class="note">${escape(caution)}</p>
<h2>Scores</h2>
${scores(doc)}
<h2>How it went</h2>
${charts(doc)}
<h2>Tests</h2>
${tests(doc)}
${choices(doc)}<h2>Evidence</h2>
${report.criteria.map((criterion) => section(doc, criterion)).join('\n')}
${people(doc)}
<h2>How the score was made</h2>
<p>${escape(report.final.formula)}</p>
${report.final.formula === report.formula ? '' : `<p>Computed: ${escape(report.formula)}</p>`}
<dl>${report.criteria.map(({ name, rubric_version, model, prompt_version }) => `<div><dt>${escape(titles[name][0])}</dt><dd>${escape([rubric_version, model, prompt_version].filter(Boolean).join(', '))}</dd></div>`).join('')}
<div><dt>Judged</dt><dd>events up to ${report.inputs.last_seq}, SHA-256 ${escape(report.inputs.log_sha256)}; answers, SHA-256 ${escape(report.inputs.answers_sha256)}</dd></div>
<div><dt>Notice to the candidate</dt><dd>${noticesOf(report).map(escape).join('; ')}</dd></div>
<div><dt>Interview</dt><dd>${escape(report.interview)}, report of ${day(report.generated_at)}</dd></div></dl>
</main>
</body>
</html>
`;
}

function scores({ report }: ReportDocument): string {
  const rows = report.criteria.map((criterion) => {
    const { score, overridden } = current(report, criterion);
    const [title, question] = titles[criterion.name];
    const bar = score === null ? '' : bars(score);
    return `<tr><th scope="row">${escape(title)}<small>${escape(question)}</small></th>
<td class="number">${escape(shownScore(score))}${overridden ? '<small>set by a person</small>' : ''}</td><td>${bar}</td>
<td>${Math.round(criterion.weight * 100)} %</td><td>${certainty(criterion.confidence)}</td></tr>`;
  });
  return `<div class="wide" role="region" aria-label="Scores" tabindex="0"><table>
<thead><tr><th scope="col">Criterion</th><th scope="col">Score</th><td></td><th scope="col">Weight</th><th scope="col">Confidence</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table></div>`;
}

/** A picture of its own, since printers leave backgrounds and meters out; the number beside it says the same. */
const bars = (score: number) =>
  `<svg viewBox="0 0 100 8" width="100" height="8" aria-hidden="true"><rect width="100" height="8" rx="2" fill="var(--line)"/><rect width="${score}" height="8" rx="2" fill="var(--bar)"/></svg>`;

function charts({ report: { charts: data } }: ReportDocument): string {
  const figure = (caption: string, chart: string) =>
    `<figure><figcaption>${caption}</figcaption><div class="wide" role="region" aria-label="${caption}" tabindex="0">${chart}</div></figure>`;
  return [
    figure('Timeline', timelineChart(data, palette)),
    figure('Share of tests passed, run by run', progressChart(data, palette)),
    figure('Where the text of the answers came from', provenanceChart(data, palette)),
  ].join('\n');
}

function tests({ report }: ReportDocument): string {
  if (report.tests.length === 0) return '<p>The final tests could not be run.</p>';
  const rows = report.tests.map(
    ({ title, visible, hidden }) =>
      `<tr><th scope="row">${escape(title)}</th><td>${visible.passed} of ${visible.total}</td><td>${hidden.total === 0 ? 'none' : `${hidden.passed} of ${hidden.total}`}</td></tr>`,
  );
  return `<div class="wide" role="region" aria-label="Tests" tabindex="0"><table><thead><tr><th scope="col">Question</th><th scope="col">Visible tests passed</th><th scope="col">Hidden tests passed</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

function choices(doc: ReportDocument): string {
  const lines = choicesOf(doc.report).map(({ ms, text }) => `<li>${moment(doc, ms)} ${escape(text)}</li>`);
  return lines.length === 0 ? '' : `<h2>How the questions were chosen</h2>\n<p>${escape(choicesIntro)}</p>\n<ul>${lines.join('\n')}</ul>\n`;
}

function section(doc: ReportDocument, criterion: Criterion): string {
  const shown = criterion.evidence.slice(0, mostEvidence);
  const more = criterion.evidence.length - shown.length;
  const items = shown.map(({ from_ms, note }) => `<li>${moment(doc, from_ms)} ${escape(note)}</li>`).join('\n');
  return `<section><h3>${escape(titles[criterion.name][0])}</h3><p>${escape(criterion.summary)}</p>
${items === '' ? '' : `<ul>${items}</ul>`}${more > 0 ? `<p>And ${more} more.</p>` : ''}</section>`;
}

function moment({ linkTo }: ReportDocument, ms: number): string {
  const link = linkTo(ms);
  return link ? `<a href="${escape(link)}">${clock(ms)}</a>` : `<time>${clock(ms)}</time>`;
}

function people({ report: { overrides, appeals } }: ReportDocument): string {
  if (overrides.length + appeals.length === 0) return '';
  const changed = overrides.map(
    ({ criterion, from, score, reason, author, created_at }) =>
      `<li>${day(created_at)}: ${escape(targetName(criterion))} from ${escape(shownScore(from))} to ${escape(shownScore(score))} by ${escape(author)}. ${escape(reason)}</li>`,
  );
  const said = appeals.map(
    ({ criterion, reason, by, created_at }) =>
      `<li>${day(created_at)}: ${by === 'candidate' ? 'The candidate' : 'The company, for the candidate,'} objects to: ${escape(targetName(criterion).toLowerCase())}. ${escape(reason)}</li>`,
  );
  return `<h2>What people decided and said</h2>\n<ul>${[...changed, ...said].join('\n')}</ul>`;
}
