// The design tokens that every element of ours reads: custom properties that a host sets on an element or anything around it.
import { readFileSync } from 'node:fs';

const source = 'packages/ui/src/tokens.ts';

/** What each colour is for. A colour without a line here stops the build. */
const colors = {
  ground: 'the ground everything lies on',
  surface: 'panes and cards',
  raised: 'what lies above a pane: bars and tabs',
  sunken: 'what lies below a pane: fields and code',
  hover: 'laid over what the pointer is on',
  active: 'laid over what is pressed or chosen',
  text: 'text',
  muted: 'secondary text',
  faint: 'the least text: hints and line numbers',
  border: 'lines between panes',
  'border-strong': 'lines around fields and buttons',
  accent: 'what acts: the main button, links, the chosen tab',
  'accent-hover': 'the same under the pointer',
  'accent-soft': 'a soft ground in the accent’s hue',
  'on-accent': 'text on the accent',
  success: 'passed, done',
  'success-soft': 'a soft ground for what passed',
  danger: 'failed, deleted',
  'danger-soft': 'a soft ground for what failed',
  warning: 'look at this',
  'warning-soft': 'a soft ground for warnings',
  focus: 'the ring around what has the focus',
  shadow: 'shadows of dialogs and menus',
};

const others = {
  font: 'the font of all text but code',
  'font-mono': 'the font of code and of the terminal',
  'font-size': 'the size of normal text; all other sizes follow',
  'control-height': 'how high buttons and fields are',
  radius: 'the corners of controls; larger and smaller ones follow',
  motion: 'how long a short movement takes',
};

/** Every public token with what it is for and what it is unless it is set. Throws where tokens and words don't match. */
export function tokenProperties() {
  const text = readFileSync(source, 'utf8');
  const palette = text.slice(text.indexOf('const palette'), text.indexOf('} as const'));
  const pairs = [...palette.matchAll(/^\s+'?([a-z-]+)'?: \['(#\w+)', '(#\w+)'\]/gm)].map(([, name, light, dark]) => [
    name,
    `light-dark(${light}, ${dark})`,
  ]);
  const plain = [...text.matchAll(/var\(--ilm-([a-z-]+), (.+?)\);$/gm)].filter(([, name]) => name in others);
  const defaults = new Map([...pairs, ...plain.map(([, name, value]) => [name, value])]);
  const words = { ...colors, ...others };
  const strangers = [...defaults.keys()]
    .filter((name) => !(name in words))
    .concat(Object.keys(words).filter((name) => !defaults.has(name)));
  if (strangers.length > 0) throw new Error(`${source} and scripts/manifest/tokens.mjs don't say the same about ${strangers.join(', ')}`);
  return [...defaults].map(([name, value]) => ({ name: `--ilm-${name}`, description: words[name], default: value }));
}
