import { expect } from '@open-wc/testing';
import { loadMonaco, setAssetBase, setLocale } from './index.js';

describe('the editor’s own texts', () => {
  it('are in the locale of the page, and leave no global on it', async () => {
    setAssetBase(new URL('../dist/monaco/', import.meta.url));
    const before = Object.getOwnPropertySymbols(globalThis);
    await setLocale('de');
    const { editor } = await loadMonaco();
    const place = document.createElement('div');
    document.body.append(place);
    const shown = editor.create(place);
    expect(shown.getAction('actions.find')?.label).to.equal('Suchen');
    expect(shown.getAction('editor.action.quickCommand')?.label).to.equal('Befehlspalette');
    expect(Object.getOwnPropertySymbols(globalThis)).to.deep.equal(before);
    expect(Object.keys(globalThis).filter((name) => name.includes('NLS'))).to.deep.equal([]);
    shown.dispose();
    place.remove();
  });
});
