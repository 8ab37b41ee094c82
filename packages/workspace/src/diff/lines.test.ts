import { expect } from '@open-wc/testing';
import { diffLines, withContext } from './lines.js';
import { changeBetween } from '../state/document.js';

/** Small random texts from a seed, so that a failure can be seen again. */
function* texts(seed: number): Generator<string> {
  let state = seed;
  const next = (below: number) => {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
    return state % below;
  };
  for (;;) yield Array.from({ length: next(12) }, () => ['a', 'b', 'c', '\u{1f600}', '\u{1f601}'][next(5)]).join('\n');
}

describe('a comparison', () => {
  it('holds both texts, whatever they are', () => {
    const source = texts(7);
    for (let turn = 0; turn < 500; turn++) {
      const [before, after] = [source.next().value as string, source.next().value as string];
      const lines = diffLines(before, after);
      const side = (left: 'added' | 'removed') =>
        lines
          .filter(({ kind }) => kind !== left)
          .map(({ text }) => text)
          .join('\n');
      expect(side('added')).to.equal(before);
      expect(side('removed')).to.equal(after);
    }
  });

  it('marks only what changed, and leaves out what is far from it', () => {
    const before = Array.from({ length: 40 }, (_, at) => `line ${at}`);
    const after = before.with(20, 'changed');
    const lines = diffLines(before.join('\n'), after.join('\n'));
    expect(lines.filter(({ kind }) => kind !== 'same').map(({ text }) => text)).to.deep.equal(['line 20', 'changed']);
    const shown = withContext(lines);
    expect(shown.filter((line) => line === null)).to.have.length(2);
    expect(shown).to.have.length(2 + 2 + 6);
  });
});

describe('the smallest change', () => {
  it('makes one text of another, never inside a character', () => {
    const source = texts(11);
    for (let turn = 0; turn < 500; turn++) {
      const [before, after] = [source.next().value as string, source.next().value as string];
      const change = changeBetween(before, after);
      const [offset, deleted, inserted] = change ?? [0, 0, ''];
      expect(before.slice(0, offset) + inserted + before.slice(offset + deleted)).to.equal(after);
      expect(() => encodeURIComponent(inserted)).not.to.throw();
    }
  });
});
