/** For Svelte 5: defines the elements, and types their tags in markup: `<interview-workspace {fetchToken} oninterview-submit={…} />`. */
import type { HTMLAttributes } from 'svelte/elements';
import type { Listeners, Tag, Tags } from './types.js';

export * from './elements.js';

type Markup<T> =
  T extends Tag<infer Element extends EventTarget, never, infer Attributes, infer Events>
    ? HTMLAttributes<Element> & T['properties'] & Attributes & Listeners<Events>
    : never;

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'interview-workspace': Markup<Tags['interview-workspace']>;
    'session-replay': Markup<Tags['session-replay']>;
    'interview-apply': Markup<Tags['interview-apply']>;
  }
}
