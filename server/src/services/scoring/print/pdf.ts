import type { Criterion } from '@interviewlm/protocol';
import type { Content, TDocumentDefinitions, TableCell } from 'pdfmake/interfaces.js';
import { inThread } from '../thread.js';
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
import type { PrintTask } from './pdf-thread.js';

const paper: Palette = {
  text: '#141a24',
  muted: '#566072',
  line: '#dfe3e9',
  bar: '#2456d6',
  good: '#13714a',
  bad: '#b42318',
  typed: '#2456d6',
  assistant: '#8a3ffc',
  paste: '#b35900',
  starter: '#8b94a3',
};

/** The report on A4, with its links: the same parts in the same order as the page. */
export async function reportPdf(doc: ReportDocument): Promise<Uint8Array> {
  const task: PrintTask = { definition: definition(doc), footer: titleOf(doc), line: paper.line };
  const pdf = await inThread<Uint8Array>(import.meta.url, './pdf-thread', task, { patience_ms: 60_000, heap_mb: 512 });
  if (!pdf) throw new Error(`The report of ${doc.report.interview} could not be printed`);
  return pdf;
}

const titleOf = ({ assessment, candidate }: ReportDocument) => `${assessment}: ${candidate}`;

function definition(doc: ReportDocument): TDocumentDefinitions {
  const { report, candidate, assessment, submitted_at } = doc;
  return {
    pageSize: 'A4',
    pageMargins: [48, 48, 48, 56],
    info: { title: titleOf(doc), subject: 'Interview report', creator: 'InterviewLM', producer: 'InterviewLM' },
    language: 'en',
    defaultStyle: { font: 'Roboto', fontSize: 10, lineHeight: 1.25, color: paper.text },
    styles: {
      h1: { fontSize: 20, bold: true },
      h2: { fontSize: 14, bold: true, margin: [0, 16, 0, 6] },
      h3: { fontSize: 11, bold: true, margin: [0, 8, 0, 2] },
      muted: { color: paper.muted, fontSize: 9 },
    },
    content: [
      {
        columns: [
          [
            { text: candidate, style: 'h1', headlineLevel: 1 },
            { text: `${assessment}${submitted_at ? `, submitted ${day(submitted_at)}` : ''}`, style: 'muted' },
          ],
          {
            width: 120,
            alignment: 'right',
            stack: [
              { text: shownScore(report.final.score), fontSize: report.final.score === null ? 14 : 28, bold: true, lineHeight: 1 },
              { text: `of 100${report.final.score === report.score ? '' : `, computed ${shownScore(report.score)}`}`, style: 'muted' },
            ],
          },
        ],
      },
      { text: caution, margin: [0, 8, 0, 0] },
      heading('Scores'),
      scores(doc),
      heading('How it went'),
      ...charts(doc),
      heading('Tests'),
      tests(doc),
      ...choices(doc),
      heading('Evidence'),
      ...report.criteria.flatMap((criterion) => section(doc, criterion)),
      ...people(doc),
      heading('How the score was made'),
      { text: report.final.formula },
      ...report.criteria.map(({ name, rubric_version, model, prompt_version }): Content => ({
        text: `${titles[name][0]}: ${[rubric_version, model, prompt_version].filter(Boolean).join(', ')}`,
        style: 'muted',
      })),
      ...noticesOf(report).map((text): Content => ({ text: `Notice to the candidate: ${text}`, style: 'muted' })),
      {
        text: `Judged: events up to ${report.inputs.last_seq}, SHA-256 ${report.inputs.log_sha256}; answers, SHA-256 ${report.inputs.answers_sha256}. Interview ${report.interview}, report of ${day(report.generated_at)}.`,
        style: 'muted',
      },
    ],
  };
}

const heading = (text: string): Content => ({ text, style: 'h2', headlineLevel: 2 });

function scores({ report }: ReportDocument): Content {
  const rows = report.criteria.map((criterion): TableCell[] => {
    const { score, overridden } = current(report, criterion);
    const [title, question] = titles[criterion.name];
    return [
      {
        stack: [
          { text: title, bold: true },
          { text: question, style: 'muted' },
        ],
      },
      { text: `${shownScore(score)}${overridden ? '\nset by a person' : ''}` },
      { text: `${Math.round(criterion.weight * 100)} %` },
      { text: certainty(criterion.confidence) },
    ];
  });
  return {
    table: { headerRows: 1, widths: ['*', 80, 45, 65], body: [header('Criterion', 'Score', 'Weight', 'Confidence'), ...rows] },
    layout: 'lines',
  };
}

const header = (...words: string[]): TableCell[] => words.map((text) => ({ text, style: 'muted' }));

function charts({ report: { charts: data } }: ReportDocument): Content[] {
  const figure = (caption: string, svg: string): Content => ({
    unbreakable: true,
    stack: [
      { text: caption, bold: true, margin: [0, 4, 0, 2] },
      { svg, width: 499 },
    ],
  });
  return [
    figure('Timeline', timelineChart(data, paper)),
    figure('Share of tests passed, run by run', progressChart(data, paper)),
    figure('Where the text of the answers came from', provenanceChart(data, paper)),
  ];
}

function tests({ report }: ReportDocument): Content {
  if (report.tests.length === 0) return { text: 'The final tests could not be run.' };
  const rows = report.tests.map(({ title, visible, hidden }): TableCell[] => [
    { text: title },
    { text: `${visible.passed} of ${visible.total}` },
    { text: hidden.total === 0 ? 'none' : `${hidden.passed} of ${hidden.total}` },
  ]);
  return {
    table: { headerRows: 1, widths: ['*', 110, 110], body: [header('Question', 'Visible tests passed', 'Hidden tests passed'), ...rows] },
    layout: 'lines',
  };
}

function section({ linkTo }: ReportDocument, criterion: Criterion): Content[] {
  const shown = criterion.evidence.slice(0, mostEvidence);
  const more = criterion.evidence.length - shown.length;
  const items = shown.map(({ from_ms, note }): Content => ({ text: [moment(linkTo, from_ms), `  ${note}`] }));
  return [
    { text: titles[criterion.name][0], style: 'h3', headlineLevel: 3 },
    { text: criterion.summary },
    ...(items.length === 0 ? [] : [{ ul: items, margin: [0, 2, 0, 0] } as Content]),
    ...(more > 0 ? [{ text: `And ${more} more.`, style: 'muted' }] : []),
  ];
}

function moment(linkTo: ReportDocument['linkTo'], ms: number): Content {
  const link = linkTo(ms);
  return link ? { text: clock(ms), link, color: paper.bar, decoration: 'underline' } : { text: clock(ms), color: paper.muted };
}

function choices({ report, linkTo }: ReportDocument): Content[] {
  const lines = choicesOf(report).map(({ ms, text }): Content => ({ text: [moment(linkTo, ms), `  ${text}`] }));
  return lines.length === 0 ? [] : [heading('How the questions were chosen'), { text: choicesIntro }, { ul: lines, margin: [0, 2, 0, 0] }];
}

function people({ report: { overrides, appeals } }: ReportDocument): Content[] {
  if (overrides.length + appeals.length === 0) return [];
  const changed = overrides.map(
    ({ criterion, from, score, reason, author, created_at }) =>
      `${day(created_at)}: ${targetName(criterion)} from ${shownScore(from)} to ${shownScore(score)} by ${author}. ${reason}`,
  );
  const said = appeals.map(
    ({ criterion, reason, by, created_at }) =>
      `${day(created_at)}: ${by === 'candidate' ? 'The candidate' : 'The company, for the candidate,'} objects to: ${targetName(criterion).toLowerCase()}. ${reason}`,
  );
  return [heading('What people decided and said'), { ul: [...changed, ...said] }];
}
