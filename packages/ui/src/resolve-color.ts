import type { ColorName } from './tokens.js';

/** A token's colour on this element now, as `#rrggbbaa`: for libraries that draw by themselves and know no CSS. */
export function resolveColor(element: Element, token: ColorName): string {
  const probe = document.createElement('span');
  probe.style.color = `var(--_${token})`;
  (element.shadowRoot ?? element).append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  const canvas = new OffscreenCanvas(1, 1).getContext('2d');
  if (!canvas) return '#808080ff';
  canvas.fillStyle = color;
  canvas.fillRect(0, 0, 1, 1);
  return `#${[...canvas.getImageData(0, 0, 1, 1).data].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
