import { expect } from '@open-wc/testing';
import type { Command } from './events.js';
import { commandOf } from './keys.js';
import { clearPage } from './testing.js';

describe('keys', () => {
  afterEach(clearPage);

  function pressed(key: string, html = '<div></div>', init: KeyboardEventInit = {}): Command | null {
    document.body.innerHTML = html;
    let command: Command | null = null;
    document.body.addEventListener('keydown', (event) => (command = commandOf(event, 60_000)), { once: true });
    document.body.firstElementChild?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true, ...init }));
    return command;
  }

  it('are those of media players', () => {
    expect(pressed('k')).to.deep.equal({ do: 'toggle' });
    expect(pressed('J')).to.deep.equal({ do: 'jump', by_ms: -10_000 });
    expect(pressed('ArrowRight')).to.deep.equal({ do: 'jump', by_ms: 5000 });
    expect(pressed('5')).to.deep.equal({ do: 'seek', t_ms: 30_000 });
    expect(pressed(']')).to.deep.equal({ do: 'marker', direction: 1 });
  });

  it('are none of ours with a modifier, or when they mean nothing', () => {
    expect(pressed('k', '<div></div>', { ctrlKey: true })).to.equal(null);
    expect(pressed('k', '<div></div>', { metaKey: true })).to.equal(null);
    for (const key of ['x', 'Enter', 'Tab', '__proto__', 'constructor']) expect(pressed(key)).to.equal(null);
  });

  it('belong to the control that has the focus where that uses them', () => {
    for (const field of ['<input>', '<input type="search">', '<textarea></textarea>', '<select></select>'])
      expect(pressed('k', field)).to.equal(null);
    expect(pressed(' ', '<button></button>')).to.equal(null);
    expect(pressed('ArrowLeft', '<button role="tab"></button>')).to.equal(null);
    expect(pressed('k', '<button></button>')).to.deep.equal({ do: 'toggle' });
    expect(pressed('ArrowLeft', '<input type="range">')).to.deep.equal({ do: 'jump', by_ms: -5000 });
  });
});
