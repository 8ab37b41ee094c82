import { resolveColors } from './resolve-color.js';

/**
 * Calls back when the element's colours changed, whoever changed them: the visitor's preference, the page around or an attribute. A
 * probe with a transition tells at once; an element that was hidden meanwhile is looked at again when it gets its size back.
 */
export function observeColors(element: Element, callback: () => void, signal: AbortSignal): void {
  const root = element.shadowRoot ?? element;
  const probe = document.createElement('span');
  Object.assign(probe.style, {
    position: 'absolute',
    width: '0',
    height: '0',
    pointerEvents: 'none',
    background: 'var(--_surface)',
    color: 'var(--_text)',
    transition: 'background-color 1ms, color 1ms',
  });
  root.append(probe);
  let last = colorsOf(element);
  const check = () => {
    const now = colorsOf(element);
    if (now === last) return;
    last = now;
    callback();
  };
  probe.addEventListener('transitionend', check, { signal });
  const size = new ResizeObserver(check);
  size.observe(element);
  signal.addEventListener('abort', () => {
    size.disconnect();
    probe.remove();
  });
}

const colorsOf = (element: Element): string => Object.values(resolveColors(element, ['surface', 'text'])).join();
