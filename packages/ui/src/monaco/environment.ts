const handedOver = Symbol.for('interviewlm.monaco.words');

type Text = (text: string) => string;

/** What Monaco asks for when it wants a policy of its own. */
interface PolicyOptions {
  readonly createHTML?: Text;
  readonly createScriptURL?: Text;
}

/** Monaco's own texts by their number, and the locale they are in. */
interface Words {
  readonly locale?: string;
  readonly messages?: readonly (string | null)[];
}

/** Left by `../monaco.ts`, and only while this bundle is evaluated: Monaco reads most of its texts once, right then. */
export const monacoWords: Words = (globalThis as { [handedOver]?: Words })[handedOver] ?? {};

/**
 * What Monaco would read from `globalThis.MonacoEnvironment`. The build points every such read here, so that the bundle neither
 * sets a global nor obeys the one of a host page that has a Monaco of its own.
 */
export const monacoEnvironment = {
  getWorker: undefined as ((moduleId: string, label: string) => Worker) | undefined,
  /** The one Trusted Types policy of ours, set once the bundle is there; without Trusted Types text stays text. */
  policy: undefined as { createHTML(html: string): unknown; createScriptURL(url: string): unknown } | undefined,
  /** Monaco would make a policy for each of its parts, and a page would have to name them all. These are all ours. */
  createTrustedTypesPolicy: (_name: string, { createHTML = same, createScriptURL = same }: PolicyOptions) => ({
    createHTML: (html: string) => monacoEnvironment.policy?.createHTML(createHTML(html)) ?? html,
    createScriptURL: (url: string) => monacoEnvironment.policy?.createScriptURL(createScriptURL(url)) ?? url,
  }),
};

const same: Text = (text) => text;
