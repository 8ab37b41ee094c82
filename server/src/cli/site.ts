import { existsSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type Koa from 'koa';
import { pages, type PagesOptions } from '../api/pages/index.js';
import { keepRelease } from '../api/pages/releases.js';
import type { Backend } from '../main.js';
import type { Demo } from './demo/index.js';
import { UsageError } from './usage-error.js';

/** An example that is served along: a module with one function that makes a request handler. */
export interface Mount {
  readonly path: string;
  readonly module: string;
}

type NodeHandler = (req: IncomingMessage, res: ServerResponse) => Promise<void> | void;
type MakeHandler = (options: { baseUrl: string; secretKey: string; prefix: string }) => NodeHandler;

const inRepository = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const bundle = inRepository('packages/sdk/dist/browser');
const careersPage = inRepository('examples/careers-page/index.html');

/** What is served for eyes: the hosted pages from the start, and the demo's examples once there is a demo. */
export class Site {
  #pages: Koa.Middleware;
  readonly #mounts = new Map<string, NodeHandler>();

  private constructor(private readonly options: PagesOptions) {
    this.#pages = pages(options);
  }

  /** Keeps this version's bundle below `dataDir`, for pages that name it after the next upgrade. */
  static async open({ services, archiveOrigins }: Pick<Backend, 'services' | 'archiveOrigins'>, dataDir: string): Promise<Site> {
    const releases = join(dataDir, 'embed');
    await keepRelease(bundle, releases);
    const { keys, tenants } = services;
    return new Site({
      bundle,
      releases,
      archiveOrigins,
      async originsOf(key) {
        const actor = await keys.identify(key);
        return actor?.kind === 'publishable' ? tenants.origins(actor.tenant) : null;
      },
    });
  }

  readonly middleware: Koa.Middleware = async (ctx, next) => {
    const mounted = [...this.#mounts].find(([path]) => ctx.path === path || ctx.path.startsWith(`${path}/`));
    if (!mounted) {
      await this.#pages(ctx, next);
      return;
    }
    ctx.respond = false;
    await mounted[1](ctx.req, ctx.res);
  };

  async showDemo(demo: Demo, mounts: readonly Mount[]): Promise<void> {
    for (const { path, module } of mounts) this.#mounts.set(path, await handlerOf(demo, path, module));
    const page =
      demo.assessment && existsSync(careersPage)
        ? { careersPage: { file: careersPage, publishableKey: demo.publishable_key, assessment: demo.assessment } }
        : {};
    this.#pages = pages({ ...this.options, links: demo.links, ...page });
  }
}

async function handlerOf(demo: Demo, prefix: string, module: string): Promise<NodeHandler> {
  const exported = Object.values((await import(pathToFileURL(resolve(module)).href)) as Record<string, unknown>);
  const makers = exported.filter((value): value is MakeHandler => typeof value === 'function');
  const [make] = makers;
  if (!make || makers.length > 1) throw new UsageError(`${module} must export one function that makes a request handler`);
  return make({ baseUrl: demo.base_url, secretKey: demo.secret_key, prefix });
}
