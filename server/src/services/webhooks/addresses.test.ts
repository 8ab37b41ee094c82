import { describe, expect, test } from 'vitest';
import { isPublicAddress, pinAddress, RefusedAddress } from './addresses.js';

describe('addresses that are not the public internet', () => {
  test.each([
    ['loopback', '127.0.0.1', '127.255.255.254', '::1'],
    ['unspecified', '0.0.0.0', '::'],
    ['private', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.0.1', 'fc00::1', 'fd12:3456::1', 'fec0::1'],
    ['link-local and metadata', '169.254.169.254', '169.254.170.2', 'fe80::1', 'fe80::1%eth0', 'fd00:ec2::254'],
    ['metadata elsewhere', '100.100.100.200', '168.63.129.16', '192.0.0.192'],
    ['carrier-grade NAT', '100.64.0.1', '100.127.255.255'],
    ['multicast', '224.0.0.1', '239.255.255.250', 'ff02::1', 'ff0e::1'],
    ['broadcast and reserved', '255.255.255.255', '240.0.0.1', '192.0.2.1', '198.51.100.1', '203.0.113.1', '198.18.0.1', '2001:db8::1'],
    ['IPv4 mapped into IPv6', '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:169.254.169.254', '0:0:0:0:0:ffff:10.0.0.1'],
    ['IPv4 translated or embedded', '::127.0.0.1', '::ffff:0:127.0.0.1', '64:ff9b::127.0.0.1', '64:ff9b::7f00:1', '64:ff9b:1::7f00:1'],
    ['tunnels', '2002:7f00:1::', '2002:a9fe:a9fe::1', '2001::1', '2001:0:7f00:1::'],
    ['other notations', '0x7f000001', '2130706433', '017700000001', '0177.0.0.1', '127.1', '0x7f.1'],
    ['not one at all', '', 'localhost', 'example.com', '1.2.3.4.5', '[::1]'],
  ])('%s', (_what, ...addresses) => {
    for (const address of addresses) expect(isPublicAddress(address), address).toBe(false);
  });

  test('and some that are', () => {
    for (const address of ['1.1.1.1', '93.184.216.34', '::ffff:8.8.8.8', '2606:4700:4700::1111', '100.63.255.255', '172.32.0.1'])
      expect(isPublicAddress(address), address).toBe(true);
  });
});

describe('a pinned name', () => {
  const resolving = (...answers: string[][]) => {
    let asked = 0;
    return { resolve: () => Promise.resolve(answers[asked++] ?? []), asked: () => asked };
  };

  test('is resolved once: what it means a moment later does not matter', async () => {
    const rebinding = resolving(['93.184.216.34'], ['127.0.0.1']);
    expect(await pinAddress('rebind.example', rebinding.resolve, isPublicAddress)).toBe('93.184.216.34');
    expect(rebinding.asked()).toBe(1);
  });

  test('is refused when any of its addresses is, when it has none, and when it is an address itself that is', async () => {
    const refused = [['127.0.0.1'], ['93.184.216.34', '10.0.0.1'], ['2606:4700:4700::1111', '::ffff:127.0.0.1'], []];
    for (const answer of refused)
      await expect(pinAddress('a.example', resolving(answer).resolve, isPublicAddress), answer.join()).rejects.toThrow(RefusedAddress);
    const never = resolving(['93.184.216.34']);
    await expect(pinAddress('[::ffff:7f00:1]', never.resolve, isPublicAddress)).rejects.toThrow(RefusedAddress);
    expect(never.asked()).toBe(0);
  });
});
