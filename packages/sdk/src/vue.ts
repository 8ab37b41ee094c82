/** For Vue 3: defines the elements, and types their tags in templates. The compiler has to be told which tags are no components of Vue. */
import type { HTMLAttributes } from 'vue';
import type { Tag, Tags } from './types.js';

export * from './elements.js';

/** For `compilerOptions.isCustomElement`. */
export const isInterviewElement = (tag: string): boolean => /^(interview-(workspace|apply)|session-replay)$/.test(tag);

type Camel<Name extends string> = Name extends `${infer Head}-${infer Tail}` ? `${Capitalize<Head>}${Camel<Tail>}` : Capitalize<Name>;
/** As `@interview-submit` reaches the types: `onInterviewSubmit`. */
type VueListeners<Events> = { readonly [Name in keyof Events as `on${Camel<Name & string>}`]?: (event: Events[Name]) => void };

type Element<T> =
  T extends Tag<infer Element, never, infer Attributes, infer Events>
    ? new () => Element & { readonly $props: HTMLAttributes & T['properties'] & Attributes & VueListeners<Events> }
    : never;

declare module 'vue' {
  interface GlobalComponents {
    'interview-workspace': Element<Tags['interview-workspace']>;
    'session-replay': Element<Tags['session-replay']>;
    'interview-apply': Element<Tags['interview-apply']>;
  }
}
