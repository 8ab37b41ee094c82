import { fromBase64, transcriptOf, type Entry, type Replay } from '@interviewlm/recording';
import { clock } from './time.js';
import { retold } from './retold.js';

/** The terminal as asciicast v2, which asciinema's own player plays. */
export function castOf({ entries, manifest }: Pick<Replay, 'entries' | 'manifest'>): string {
  const size = entries.find(({ event }) => event.type === 'terminal.resize')?.event;
  const { cols = 80, rows = 24 } = size?.type === 'terminal.resize' ? size.data : {};
  const started = manifest.started_at === null ? {} : { timestamp: Math.floor(Date.parse(manifest.started_at) / 1000) };
  const header = { version: 2, width: cols, height: rows, title: manifest.title, ...started };
  const decoder = new TextDecoder();
  return [header, ...entries.flatMap((entry) => castLine(entry, decoder))].map((line) => `${JSON.stringify(line)}\n`).join('');
}

/** The whole recording in words. */
export function textOf({ entries, manifest }: Pick<Replay, 'entries' | 'manifest'>): string {
  const items = transcriptOf(entries).map(({ at, title, detail }) => {
    const text = detail.trim();
    return `${clock(at)}  ${retold(title)}${text ? `\n${text.replace(/^/gm, '        ')}` : ''}`;
  });
  return `${manifest.title}\n\n${items.join('\n')}\n`;
}

/** Gives a text to the person as a file. */
export function download(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** A character whose bytes came in two events is written with the second. */
function castLine({ at, event }: Entry, decoder: TextDecoder): [number, string, string][] {
  const seconds = Math.round(at) / 1000;
  if (event.type === 'terminal.output') {
    const text = decoder.decode(fromBase64(event.data.base64), { stream: true });
    return text ? [[seconds, 'o', text]] : [];
  }
  return event.type === 'terminal.resize' ? [[seconds, 'r', `${event.data.cols}x${event.data.rows}`]] : [];
}
