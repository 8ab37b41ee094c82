/** Opens what a program printed, in a tab that knows nothing of this one. Only the web: `file:`, `javascript:` and the like are left alone. */
export function openLink(address: string): void {
  if (!isSafe(address)) return;
  window.open(address, '_blank', 'noopener,noreferrer');
}

function isSafe(address: string): boolean {
  const url = URL.parse(address);
  return url !== null && (url.protocol === 'https:' || url.protocol === 'http:');
}
