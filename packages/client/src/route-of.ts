import type { EndpointName } from '@interviewlm/protocol';
import { routes } from './routes.js';
import type { PageEndpoint, Route } from './routes.js';

const isOfPages = (name: EndpointName): name is PageEndpoint => name in routes;

/** Where any endpoint is. */
export async function routeOf(name: EndpointName): Promise<Route> {
  if (isOfPages(name)) return routes[name];
  const { ownerRoutes } = await import('./owner-routes.js');
  return ownerRoutes[name];
}
