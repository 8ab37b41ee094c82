import { expect, fixture, html } from '@open-wc/testing';
import { emulateMedia } from '@web/test-runner-commands';
import { BaseElement, define } from './base-element.js';
import type { Appearance } from './base-element.js';
import { resolveColors } from './resolve-color.js';
import type { ColorName } from './tokens.js';

define('test-tokens', class extends BaseElement {});

const element = (appearance: Appearance) => fixture<HTMLElement>(html`<test-tokens appearance=${appearance}></test-tokens>`);

function luminance(color: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].toSorted((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** What is written on what. */
const pairs: [ColorName, ColorName][] = [
  ...(['surface', 'raised', 'ground', 'sunken'] as const).flatMap((ground) =>
    (['text', 'muted', 'faint', 'accent', 'danger', 'success', 'warning'] as const).map((name): [ColorName, ColorName] => [name, ground]),
  ),
  ['on-accent', 'accent'],
  ['success', 'success-soft'],
  ['danger', 'danger-soft'],
  ['warning', 'warning-soft'],
  ['accent', 'accent-soft'],
  ['text', 'accent-soft'],
];

describe('the colours', () => {
  for (const [appearance, least] of [
    ['light', 4.5],
    ['dark', 4.5],
    ['contrast', 7],
  ] as const)
    it(`can be read in ${appearance}: at least ${least} to 1`, async () => {
      const host = await element(appearance);
      const colors = resolveColors(host, pairs.flat());
      const tooFaint = pairs
        .filter(([text, ground]) => appearance !== 'contrast' || !text.startsWith('on-') || ground === 'accent')
        .map(([text, ground]) => `${text} on ${ground}: ${contrast(colors[text], colors[ground]).toFixed(2)}`)
        .filter((line) => Number(line.split(': ')[1]) < least);
      expect(tooFaint).to.deep.equal([]);
    });

  it('are the system’s where it forces them, and what is chosen has a ground of its own', async () => {
    await emulateMedia({ forcedColors: 'active' });
    try {
      const host = await element('light');
      host.style.setProperty('--ilm-text', 'rgb(1, 2, 3)');
      const { surface, text } = resolveColors(host, ['surface', 'text']);
      expect(contrast(text, surface)).to.be.above(15);
      const [chosen, other] = ['true', 'false'].map((selected) => {
        const tab = Object.assign(document.createElement('button'), { textContent: 'Tests' });
        tab.setAttribute('aria-selected', selected);
        host.shadowRoot?.append(tab);
        return getComputedStyle(tab).backgroundColor;
      });
      expect(chosen).to.not.equal(other);
    } finally {
      await emulateMedia({ forcedColors: 'none' });
    }
  });

  it('are the host’s where it sets them, through nested elements', async () => {
    const frame = await fixture<HTMLElement>(
      html`<div style="--ilm-accent: rgb(1, 2, 3)"><test-tokens appearance="light"></test-tokens></div>`,
    );
    expect(resolveColors(frame.firstElementChild as Element, ['accent']).accent).to.equal('#010203ff');
  });
});
