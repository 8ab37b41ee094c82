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

interface Pattern extends Route {
  readonly parts: readonly string[];
}

/** Fixed words before parameters, parameters before a rest: `/files/move` is never the file "move". */
const table: readonly Pattern[] = Object.entries(endpoints)
  .map(([name, endpoint]) => ({ name: name as EndpointName, endpoint, parts: endpoint.path.split('/') }))
  .sort((a, b) => rank(a.parts).localeCompare(rank(b.parts)));

/** Finds the endpoint of a raw (still percent-encoded) path. HEAD counts as GET. */
export function matchRoute(method: string, path: string): Match {
  const words = decode(path);
  if (!words) return { found: 'nothing' };
  const wanted = method === 'HEAD' ? 'GET' : method;
  const allowed = new Set<string>();
  for (const { name, endpoint, parts } of table) {
    const params = matchParts(parts, words);
    if (!params) continue;
    if (endpoint.method === wanted) return { found: 'route', route: { name, endpoint }, params };
    allowed.add(endpoint.method);
  }
  return allowed.size > 0 ? { found: 'path', allowed: [...allowed].sort() } : { found: 'nothing' };
}

function matchParts(parts: readonly string[], words: readonly string[]): Record<string, string> | null {
  const params: Record<string, string> = {};
  for (const [index, part] of parts.entries()) {
    const word = words[index];
    if (word === undefined) return null;
    if (part.startsWith('*')) return { ...params, [part.slice(1)]: words.slice(index).join('/') };
    if (part.startsWith(':')) params[part.slice(1)] = word;
    else if (part !== word) return null;
  }
  return parts.length === words.length ? params : null;
}

function decode(path: string): string[] | null {
  try {
    return path.split('/').map(decodeURIComponent);
  } catch {
    return null;
  }
}

function rank(parts: readonly string[]): string {
  return parts.map((part) => (part.startsWith('*') ? '2' : part.startsWith(':') ? '1' : '0')).join('');
}
