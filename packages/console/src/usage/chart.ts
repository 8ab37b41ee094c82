import type { UsageEntry } from '@interviewlm/protocol';
import { dateText, dollarsText } from '@interviewlm/ui';
import { html, svg, type TemplateResult } from 'lit';

/** The parts of a day's cost, from the bottom of its bar to the top, and what they are called. */
export const parts = [
  ['assistant', 'Assistant'],
  ['sandbox', 'Sandboxes'],
  ['volume', 'Volumes'],
  ['archive', 'Archive'],
] as const;

/** Of millionths of a dollar. Nothing is nothing, without four digits. */
export const costText = (micros: number): string => (micros === 0 ? '$0' : dollarsText(micros / 1e6));

/** In units of the drawing, which is stretched to the page's width. */
const [width, height, gap] = [600, 120, 2];

/** One bar a day, stacked by what it was spent on. The table below says the same in numbers, so this is only for the eye. */
export function costChart(days: readonly UsageEntry[]): TemplateResult {
  const most = Math.max(0, ...days.map(({ cost_micros }) => cost_micros));
  const top = Math.max(1, most);
  const step = width / Math.max(1, days.length);
  return html`<figure aria-hidden="true">
    <svg class="chart" viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" focusable="false">
      ${days.map((day, index) => bar(day, index * step, Math.max(1, step - gap), top))}
      <line x1="0" y1=${height} x2=${width} y2=${height} />
    </svg>
    <figcaption>
      <span>${days[0]?.day ? dateText(days[0].day) : ''}</span>
      <span class="keys">${parts.map(([name, words]) => html`<span class="key ${name}">${words}</span>`)}</span>
      <span>most on a day: ${costText(most)}</span>
    </figcaption>
  </figure>`;
}

function bar({ costs_micros }: UsageEntry, x: number, wide: number, top: number): TemplateResult<2>[] {
  let y = height;
  return parts.map(([name]) => {
    const high = (costs_micros[name] / top) * height;
    y -= high;
    return svg`<rect class=${name} x=${x} y=${y} width=${wide} height=${high} />`;
  });
}

/** Every day of a range, also those on which nothing was used, oldest first. */
export function everyDay(entries: readonly UsageEntry[], from: string, to: string): UsageEntry[] {
  const known = new Map(entries.map((entry) => [entry.day, entry]));
  const days: UsageEntry[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += 86_400_000) {
    const day = new Date(at).toISOString().slice(0, 10);
    days.push(known.get(day) ?? { ...nothingUsed, day });
  }
  return days;
}

const nothingUsed: UsageEntry = {
  interview: null,
  day: null,
  assistant_tokens: 0,
  sandbox_ms: 0,
  volume_byte_days: 0,
  archive_bytes: 0,
  archive_requests: 0,
  costs_micros: { assistant: 0, sandbox: 0, volume: 0, archive: 0 },
  cost_micros: 0,
};
