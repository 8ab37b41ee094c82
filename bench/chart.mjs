// The findings that have a goal, each as a bar: how much of its allowance a ratio uses up, or how far it gets to what it should reach.
import { goalText, short } from './findings.mjs';

const [width, row, labels, most] = [860, 26, 430, 2];
const scale = (width - labels - 90) / most;

/** An SVG that reads in light and dark: a line at the goal, bars that end before it are good. */
export function chartOf(findings) {
  const judged = findings.filter(({ goal }) => goal);
  const height = judged.length * row + 30;
  const bars = judged.map((found, index) => bar(found, index * row + 24)).join('');
  const goalAt = labels + scale;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="Each ratio as a share of its goal" font-family="system-ui, sans-serif" font-size="12">
<style>text { fill: #444; } .met { fill: #2f7d5b; } .missed { fill: #b3402e; } line { stroke: #888; } @media (prefers-color-scheme: dark) { text { fill: #ccc; } .met { fill: #5bc092; } .missed { fill: #f08a76; } }</style>
<text x="${goalAt}" y="12" text-anchor="middle">goal</text><line x1="${goalAt}" x2="${goalAt}" y1="16" y2="${height}"/>
${bars}</svg>
`;
}

function bar({ bench, measure, ratio, as, goal, met }, y) {
  // Of a ratio that should be large, the share is the other way round, so that shorter is better in every row.
  const share = goal.most ? ratio / goal.most : goal.least / ratio;
  const length = Math.max(0, Math.min(share, most)) * scale;
  return `<text x="${labels - 8}" y="${y + 13}" text-anchor="end">${bench}: ${escape(measure)}</text><rect class="${met ? 'met' : 'missed'}" x="${labels}" y="${y + 2}" width="${length.toFixed(1)}" height="16" rx="2"/><text x="${labels + length + 6}" y="${y + 14}">${short(ratio)}${as === '×' ? as : ` ${as}`} (${goalText(goal)})</text>\n`;
}

const escape = (text) => text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
