import type { TemplateResult } from 'lit';
import { Workspace } from '../state/workspace.js';
import { baseUrl } from './api.js';
import { serveHere } from './network.js';
import type { RecordedApi } from './recorded.js';

interface Loaded {
  readonly workspace: Workspace;
  readonly api: RecordedApi;
}

/** What a play function is given besides the canvas. */
export interface Scene {
  readonly canvasElement: HTMLElement;
  readonly loaded: Record<string, unknown>;
}

export const sceneOf = ({ loaded }: Scene): Loaded => loaded as unknown as Loaded;

/** A story of one part used alone, with the workspace of an interview behind it. It is opened before the part is shown. */
export function alone(render: (loaded: Loaded) => TemplateResult, makeApi: () => RecordedApi) {
  // Storybook loads again when only the theme changes: what has been done in the story stays.
  let kept: Loaded | undefined;
  return {
    loaders: [
      async (): Promise<Loaded> => {
        if (kept) return kept;
        const api = serveHere(makeApi());
        const workspace = await Workspace.create({ interview: api.interview.id, baseUrl, fetchToken: () => Promise.resolve('token') });
        const opened = workspace.start();
        if (!api.isSilent) await opened;
        return (kept = { workspace, api });
      },
    ],
    render: (_args: unknown, { loaded }: Pick<Scene, 'loaded'>) => render(loaded as unknown as Loaded),
    beforeEach: (scene: Scene) => () => {
      kept = undefined;
      sceneOf(scene).workspace.close();
    },
  };
}
