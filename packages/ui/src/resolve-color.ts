import type { ColorName } from './tokens.js';

/** What browsers compute for the colours that most pages have. */
const plain = /^rgba?\((\d+), (\d+), (\d+)(?:, ([\d.]+))?\)$/;
let canvas: OffscreenCanvasRenderingContext2D | null | undefined;

/**
 * The tokens' colours on this element now, as `#rrggbbaa`: for libraries that draw by themselves and know no CSS. Several cost one look at
 * the page's styles.
 */
export function resolveColors<T extends ColorName>(element: Element, tokens: readonly T[]): Record<T, string> {
  const box = document.createElement('span');
  const probes = tokens.map((token) => {
    const probe = document.createElement('span');
    probe.style.color = `var(--_${token})`;
    // Else each would answer the system's text colour where it forces colours.
    probe.style.setProperty('forced-color-adjust', 'none');
    return probe;
  });
  box.append(...probes);
  (element.shadowRoot ?? element).append(box);
  const colors = tokens.map((token, at) => [token, asHex(getComputedStyle(probes[at] ?? box).color)]);
  box.remove();
  return Object.fromEntries(colors) as Record<T, string>;
}

function asHex(color: string): string {
  const [, red, green, blue, alpha = '1'] = plain.exec(color) ?? [];
  return hex(blue === undefined ? drawn(color) : [Number(red), Number(green), Number(blue), Math.round(Number(alpha) * 255)]);
}

/** Any other notation is what a canvas makes of it. */
function drawn(color: string): Iterable<number> {
  canvas ??= new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  if (!canvas) return [128, 128, 128, 255];
  canvas.clearRect(0, 0, 1, 1);
  canvas.fillStyle = color;
  canvas.fillRect(0, 0, 1, 1);
  return canvas.getImageData(0, 0, 1, 1).data;
}

const hex = (bytes: Iterable<number>) => `#${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
