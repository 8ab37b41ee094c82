import { expect } from '@open-wc/testing';
import { fetchMonaco, loadMonaco, setAssetBase, setLocale } from './index.js';

const base = new URL('../dist/monaco/', import.meta.url);

it('is fetched ahead beside another Monaco that the page names, and once', () => {
  setAssetBase(base);
  const theirs = Object.assign(document.createElement('link'), { rel: 'modulepreload', href: '/theirs/monaco.js' });
  document.head.append(theirs);
  fetchMonaco();
  fetchMonaco();
  const named = [...document.head.querySelectorAll<HTMLLinkElement>('link[rel=modulepreload]')].map(({ href }) => href);
  expect(named.filter((href) => href.endsWith('/monaco.js'))).to.deep.equal([theirs.href, new URL('monaco.js', base).href]);
  theirs.remove();
});

describe('the editor’s own texts', () => {
  it('are in the locale of the page, and leave no global on it', async () => {
    setAssetBase(base);
    const before = Object.getOwnPropertySymbols(globalThis);
    await setLocale('de');
    const { editor } = await loadMonaco();
    const place = document.createElement('div');
    document.body.append(place);
    const shown = editor.create(place);
    expect(shown.getAction('actions.find')?.label).to.equal('Suchen');
    expect(shown.getAction('editor.action.quickCommand')?.label).to.equal('Befehlspalette');
    expect(Object.getOwnPropertySymbols(globalThis)).to.deep.equal(before);
    expect(Object.getOwnPropertyNames(globalThis).filter((name) => /NLS|vscode/i.test(name))).to.deep.equal([]);
    shown.dispose();
    place.remove();
  });
});
