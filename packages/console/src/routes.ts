import type { ConsoleSession, KeyScope } from '@interviewlm/protocol';
import type { Section } from './parts/section.js';

type Module = Promise<Readonly<Record<string, unknown>>>;

/** An element and where its code is. */
interface PageElement {
  readonly tag: string;
  readonly load: () => Module;
}

/** One entry of the navigation: who may not read it doesn't see it. */
export interface SectionRoute {
  readonly path: string;
  readonly title: string;
  readonly scope: KeyScope;
  readonly list: PageElement;
  /** What shows one of the list. */
  readonly item?: PageElement;
}

export const sections: readonly SectionRoute[] = [
  {
    path: 'interviews',
    title: 'Interviews',
    scope: 'interviews:read',
    list: { tag: 'console-interviews', load: () => import('./interviews/console-interviews.js') },
    item: { tag: 'console-interview', load: () => import('./interviews/console-interview.js') },
  },
];

export interface Route {
  readonly section: SectionRoute;
  readonly page: PageElement;
  /** What the address names of the section: one interview, one webhook endpoint; empty for the list. */
  readonly item: string;
  /** A part of that: `replay`. */
  readonly part: string;
}

/** Where `/console/interviews/itv_…/replay` leads; null for no page of ours. */
export function routeOf(pathname: string): Route | null {
  const [, root, path = '', item = '', part = ''] = pathname.split('/');
  const section = sections.find((each) => each.path === path);
  const page = item ? section?.item : section?.list;
  return root === 'console' && section && page ? { section, page, item, part } : null;
}

/** The element of a route, its code loaded. */
export async function elementOf({ page, item, part }: Route, session: ConsoleSession): Promise<Section> {
  await page.load();
  const element: HTMLElement = document.createElement(page.tag);
  return Object.assign(element as Section, { session, item, shown: part });
}
