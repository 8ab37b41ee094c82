import { expect } from '@open-wc/testing';
import { Terminal } from '@xterm/xterm';
import { clearPage } from '../testing.js';
import { TerminalRows } from './terminal-rows.js';

describe('terminal rows', () => {
  afterEach(clearPage);

  function open() {
    const emulator = new Terminal({ cols: 40, rows: 4, scrollback: 10, allowProposedApi: true });
    const screen = document.createElement('div');
    document.body.append(screen);
    return { emulator, screen, rows: new TerminalRows(screen) };
  }
  const print = (emulator: Terminal, text: string) => new Promise<void>((resolve) => emulator.write(text, resolve));

  it('shows what was printed with its colours', async () => {
    const { emulator, screen, rows } = open();
    await print(emulator, 'a\x1b[1;32mok\x1b[0m \x1b[38;2;1;2;3mrgb\x1b[0m \x1b[38;5;196mred\x1b[0m \x1b[7mback\x1b[0m 漢x');
    rows.show(emulator, 4, false);
    const spans = [...screen.querySelectorAll('span')].map(({ className, style, textContent }) => [className, style.color, textContent]);
    expect(screen.children[0]?.textContent).to.equal('aok rgb red back 漢x');
    expect(spans).to.deep.equal([
      ['fg-green bold', '', 'ok'],
      ['', 'rgb(1, 2, 3)', 'rgb'],
      ['', 'rgb(255, 0, 0)', 'red'],
      ['fg-ground bg-text', '', 'back'],
      ['wide', '', '漢'],
    ]);
    emulator.dispose();
  });

  it('touches only the rows that changed, and marks the cursor of a running shell', async () => {
    const { emulator, screen, rows } = open();
    await print(emulator, 'one\r\ntwo\r\n');
    rows.show(emulator, 4, true);
    const before = [...screen.children].map((row) => row.firstChild);
    expect(screen.querySelector('.cursor')?.parentElement).to.equal(screen.children[2]);
    await print(emulator, 'three');
    rows.show(emulator, 4, true);
    expect([...screen.children].map((row, index) => row.firstChild === before[index])).to.deep.equal([true, true, false]);
    rows.show(emulator, 4, false);
    expect(screen.querySelector('.cursor')).to.equal(null);
    emulator.dispose();
  });

  it('shows the last rows, or all that it still has', async () => {
    const { emulator, screen, rows } = open();
    for (let line = 0; line < 30; line++) await print(emulator, `line ${line}\r\n`);
    rows.show(emulator, 4, false);
    expect([...screen.children].map(({ textContent }) => textContent)).to.deep.equal(['line 27', 'line 28', 'line 29', '']);
    rows.show(emulator, Infinity, false);
    expect(screen.children.length).to.equal(14);
    rows.show(emulator, 2, false);
    expect(screen.children.length).to.equal(2);
    emulator.dispose();
  });
});
