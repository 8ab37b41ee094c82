import { expect } from '@open-wc/testing';
import { openLink } from './links.js';

describe('a link in the terminal', () => {
  it('opens the web apart from this page, and nothing else', () => {
    const original = window.open.bind(window);
    const opened: unknown[][] = [];
    window.open = (...args: unknown[]) => {
      opened.push(args);
      return null;
    };
    try {
      for (const address of ['javascript:alert(1)', 'file:///etc/passwd', 'data:text/html,x', 'vscode://x', 'no address', ''])
        openLink(address);
      expect(opened).to.deep.equal([]);
      openLink('https://example.com/a');
      expect(opened).to.deep.equal([['https://example.com/a', '_blank', 'noopener,noreferrer']]);
    } finally {
      window.open = original;
    }
  });
});
