import { arrowStep } from '@interviewlm/ui';
import { views } from '../views.js';
import type { View } from '../views.js';
import type { Layout } from './layout.js';

/** The keys of the whole workspace: F6 and Shift F6 go from part to part, Control Enter runs the tests. */
export function onKey(event: KeyboardEvent, layout: Layout): void {
  if (event.key === 'F6') {
    event.preventDefault();
    moveToNextPart(layout, event.target as HTMLElement, event.shiftKey ? -1 : 1);
  } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.defaultPrevented) {
    if ((event.target as HTMLElement).dataset.view === 'chat') return;
    event.preventDefault();
    layout.show('tests');
    void layout.workspace.tests.run();
  }
}

/** The keys of a list of tabs. */
export function onTabsKey(event: KeyboardEvent): void {
  const step = arrowStep(event);
  if (step === 0) return;
  event.preventDefault();
  const tabs = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('[role=tab]')];
  const next = tabs[(tabs.indexOf(event.target as HTMLElement) + step + tabs.length) % tabs.length];
  next?.click();
  next?.focus();
}

/** The top bar is one of the places that F6 goes to: who works by keys submits from there. */
function moveToNextPart(layout: Layout, from: HTMLElement, step: 1 | -1): void {
  const isThere = (name: View) => layout.partOf(name) !== null && (layout.host.narrow || !layout.isHidden(name));
  const order = ['top', ...views.filter(isThere)] as const;
  const current = from.closest('header') ? 'top' : ((from.dataset.view as View | undefined) ?? 'editor');
  const next = order[(order.indexOf(current) + step + order.length) % order.length];
  if (next === 'top') layout.find('.top button')?.focus();
  else if (next) layout.show(next);
}
