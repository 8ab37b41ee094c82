import { expect } from '@open-wc/testing';
import { LineIndex } from './line-index.js';
import { piecesOf, shownPart } from './pieces.js';
import { Tokenizer } from './tokens.js';

describe('the code view', () => {
  const kinds = (language: string, ...lines: string[]) =>
    new Tokenizer(language)
      .lines((line) => lines[line] ?? '', 0, lines.length)
      .map(({ tokens }, line) => tokens.map(({ from, to, className }) => [className, lines[line]?.slice(from, to)]));

  it('knows where lines begin, whatever ends them', () => {
    const lines = new LineIndex('a\r\nbb\n\nc\rd');
    expect(Array.from({ length: lines.count }, (_, line) => lines.line(line))).to.deep.equal(['a', 'bb', '', 'c', 'd']);
    expect([0, 2, 3, 5, 6, 8, 9].map((offset) => lines.lineOf(offset))).to.deep.equal([0, 0, 1, 1, 2, 3, 4]);
    expect(new LineIndex('').count).to.equal(1);
  });

  it('colours keywords, strings, numbers and comments', () => {
    expect(kinds('typescript', `const a = 'it\\'s'; // 1`, 'return 42')).to.deep.equal([
      [
        ['keyword', 'const'],
        ['string', `'it\\'s'`],
        ['comment', '// 1'],
      ],
      [
        ['keyword', 'return'],
        ['number-literal', '42'],
      ],
    ]);
    expect(kinds('python', 'def f(): # x')).to.deep.equal([
      [
        ['keyword', 'def'],
        ['comment', '# x'],
      ],
    ]);
    expect(kinds('plaintext', 'const a = "b"')).to.deep.equal([[]]);
  });

  it('carries a block over lines, and ends it', () => {
    expect(kinds('typescript', 'a /* b', 'c', 'd */ if').map((line) => line.map(([kind]) => kind))).to.deep.equal([
      ['comment', 'comment'],
      ['comment'],
      ['comment', 'keyword'],
    ]);
    expect(kinds('python', 'x = """', 'def', '"""')[1]).to.deep.equal([['string', 'def']]);
  });

  it('shows the same text in pieces, cut at every mark, in linear time', () => {
    const text = 'ab'.repeat(300);
    const every = Array.from({ length: 300 }, (_, index) => ({ from: index * 2, to: index * 2 + 1, className: 'typed' }));
    const pieces = piecesOf(text, shownPart(text.length, 0), [every, [{ from: 10, to: 20, className: 'selected' }]]);
    expect(pieces.map(({ text }) => text).join('')).to.equal(text);
    expect(pieces.length).to.equal(600);
    expect(pieces[10]?.className).to.equal('typed selected');
    expect(pieces[11]?.className).to.equal('selected');
  });

  it('spells out what can not be seen or turns the text around', () => {
    const pieces = piecesOf('a\u202eb\u0000\tc\ud83d', [0, 8], []);
    expect(pieces.map(({ text }) => text)).to.deep.equal(['a', 'U+202E', 'b', 'U+0000', '\tc', 'U+D83D']);
    expect(pieces.reduce((sum, { length }) => sum + length, 0)).to.equal(7);
    expect(piecesOf('👩‍💻', [0, 5], []).map(({ text }) => text)).to.deep.equal(['👩‍💻']);
  });

  it('shows of a line of a million characters the part that is looked at', () => {
    const text = 'x'.repeat(1_000_000);
    const [from, to] = shownPart(text.length, 500_000);
    expect(to - from).to.equal(600);
    expect(from).to.be.at.most(500_000);
    expect(to).to.be.greaterThan(500_000);
    const pieces = piecesOf(text, [from, to], []);
    expect(pieces.length).to.equal(3);
    expect(pieces.reduce((sum, piece) => sum + piece.text.length, 0)).to.be.lessThan(700);
    expect(new Tokenizer('typescript').line(text, 0).tokens).to.deep.equal([]);
  });
});
