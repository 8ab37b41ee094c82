/** Flags of a Chromium that tests and benches drive: no sandbox of its own (they may run as root), no screen, no calls home. */
export const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
];
