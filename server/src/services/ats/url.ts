import { urlProblem } from '../webhooks/send.js';

/**
 * What is wrong with a URL that we are to call an ATS at; null when nothing is. `insecure`, for development alone, also takes a simulator of
 * the ATS on this machine.
 */
export function atsUrlProblem(text: string, hosts: readonly string[], insecure: boolean): string | null {
  const problem = urlProblem(text, insecure);
  if (problem || insecure) return problem;
  const { hostname } = new URL(text);
  if (hosts.some((host) => hostname === host || hostname.endsWith(`.${host}`))) return null;
  return `This ATS is only called at ${hosts.join(', ')} and below.`;
}
