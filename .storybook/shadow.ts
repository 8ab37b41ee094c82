import { waitFor } from 'storybook/test';

/** Time for a browser that shares its machine with others. */
const patience = { timeout: 45_000 };

/** All elements that match, each within its own shadow root. */
export function findAll(root: ParentNode, selector: string): HTMLElement[] {
  return everything(root).filter((element): element is HTMLElement => element instanceof HTMLElement && element.matches(selector));
}

/** The first element that matches, once there is one. */
export async function find(root: ParentNode, selector: string): Promise<HTMLElement> {
  return waitFor(() => {
    const [found] = findAll(root, selector);
    if (!found) throw new Error(`Nothing matches ${selector}`);
    return found;
  }, patience);
}

/** The button with this name, once there is one that can be pressed. */
export async function button(root: ParentNode, name: string): Promise<HTMLElement> {
  return waitFor(() => {
    const found = findAll(root, 'button:enabled').find((one) => (one.getAttribute('aria-label') ?? one.textContent).trim() === name);
    if (!found) throw new Error(`There is no button ${name}`);
    return found;
  }, patience);
}

/** Waits until a reader meets these words. */
export async function says(root: ParentNode, words: string): Promise<void> {
  await waitFor(() => {
    const text = everything(root).map(ownText).join(' ').replace(/\s+/g, ' ');
    if (!text.includes(words)) throw new Error(`Nowhere on the page: ${words}`);
  }, patience);
}

/** Waits until the check holds. */
export async function until(what: string, check: () => unknown): Promise<void> {
  await waitFor(() => {
    if (!check()) throw new Error(`Waited in vain for ${what}`);
  }, patience);
}

function everything(root: ParentNode): Element[] {
  const inside = root instanceof Element && root.shadowRoot ? everything(root.shadowRoot) : [];
  return [...inside, ...[...root.children].flatMap((child) => [child, ...everything(child)])];
}

function ownText(element: Element): string {
  if (element.localName === 'style') return '';
  return [...element.childNodes].map((node) => (node.nodeType === Node.TEXT_NODE ? (node.textContent ?? '') : '')).join('');
}
