import Router from '@koa/router';
import { endpoints, type Endpoint, type EndpointName } from '@interviewlm/protocol';

export interface Route {
  readonly name: EndpointName;
  readonly endpoint: Endpoint;
}

export type Match =
  | { found: 'route'; route: Route; params: Record<string, string> }
  /** The path exists, for these other methods. */
  | { found: 'path'; allowed: readonly string[] }
  | { found: 'nothing' };

const router = new Router();
// Fixed words before parameters, parameters before a rest: `/files/move` is never the file "move".
for (const [name, { method, path }] of Object.entries(endpoints).sort(([, a], [, b]) => rank(a.path).localeCompare(rank(b.path)))) {
  router.register(path, [method], [() => undefined], { name });
}

/** Finds the endpoint of a raw (still percent-encoded) path. HEAD counts as GET. */
export function matchRoute(method: string, path: string): Match {
  if (!isWellFormed(path)) return { found: 'nothing' };
  const { path: layers, pathAndMethod } = router.match(path, method);
  const layer = pathAndMethod[0];
  if (layer) {
    const name = layer.name as EndpointName;
    return { found: 'route', route: { name, endpoint: endpoints[name] }, params: layer.params(path, layer.captures(path)) };
  }
  const allowed = new Set(layers.flatMap(({ methods }) => methods).filter((each) => each !== 'HEAD'));
  return allowed.size > 0 ? { found: 'path', allowed: [...allowed].sort() } : { found: 'nothing' };
}

/** The router hands on an escape that it can't decode; a path with one is nobody's. */
function isWellFormed(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

function rank(path: string): string {
  return path
    .split('/')
    .map((part) => (part.startsWith('*') ? '2' : part.startsWith(':') ? '1' : '0'))
    .join('');
}
