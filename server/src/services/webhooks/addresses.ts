import { lookup } from 'node:dns/promises';
import ipaddr from 'ipaddr.js';

/** Public by its range, and yet a cloud's own: Azure answers its machines from there. */
const alsoRefused = new Set(['168.63.129.16']);
/** Only this part of IPv6 is handed out to the public internet. */
const globalIpv6 = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Whether an address belongs to the public internet. Anything else is ours or our cloud's: loopback, private, link-local with its metadata
 * service, carrier-grade NAT, multicast, reserved, and whatever carries an IPv4 address inside an IPv6 one.
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.process(text);
  if (address.range() !== 'unicast' || alsoRefused.has(address.toString())) return false;
  return address.kind() === 'ipv4' || address.match(globalIpv6);
}

/** All addresses of a name, as the system resolves them. */
export type Resolve = (hostname: string) => Promise<readonly string[]>;

export const systemResolve: Resolve = async (hostname) => (await lookup(hostname, { all: true })).map(({ address }) => address);

/** Nothing was sent: the URL leads where we don't go. */
export class RefusedAddress extends Error {
  override readonly name = 'RefusedAddress';
}

/**
 * The one address that a delivery goes to: the name is resolved here, once, so that nobody can answer differently the second time. A name
 * with a single address that isn't public is refused whole.
 */
export async function pinAddress(hostname: string, resolve: Resolve, isAllowed: (address: string) => boolean): Promise<string> {
  const literal = hostname.replace(/^\[(.*)\]$/, '$1');
  const addresses = ipaddr.isValid(literal) ? [literal] : await resolve(hostname);
  const [first] = addresses;
  if (first === undefined || !addresses.every(isAllowed)) throw new RefusedAddress('The URL does not lead to the public internet.');
  return first;
}
