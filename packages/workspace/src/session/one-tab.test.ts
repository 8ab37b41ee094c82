import { expect } from '@open-wc/testing';
import { holdInterview } from './one-tab.js';

const missing = () => Object.defineProperty(navigator, 'locks', { value: undefined, configurable: true });

describe('one tab at a time works on an interview', () => {
  let count = 0;
  const hold = (steal = false, onLost: () => void = () => undefined) => holdInterview(`itv_tabs${count}`, { steal, onLost });

  beforeEach(() => count++);
  afterEach(() => Reflect.deleteProperty(navigator, 'locks'));

  for (const [how, prepare] of [
    ['by locks', () => undefined],
    ['by messages, where the browser has no locks', missing],
  ] as const)
    describe(how, () => {
      beforeEach(() => void prepare());

      it('refuses the second, and gives it to the next once the first has let go', async () => {
        const first = await hold();
        expect(await hold()).to.equal(null);
        first?.release();
        const third = await hold();
        expect(third).not.to.equal(null);
        third?.release();
      });

      it('tells the first when another one takes it over', async () => {
        let tell: (what: string) => void = () => undefined;
        const lost = new Promise<string>((resolve) => (tell = resolve));
        expect(await hold(false, () => tell('lost'))).not.to.equal(null);
        const second = await hold(true);
        expect(await lost).to.equal('lost');
        expect(await hold()).to.equal(null);
        second?.release();
      });
    });

  it('is not told of another tab only because the browser has no time', async () => {
    const asked = hold();
    const until = performance.now() + 900;
    while (performance.now() < until);
    const held = await asked;
    expect(held).not.to.equal(null);
    held?.release();
  });

  it('is one of two that ask at the same moment without locks', async () => {
    missing();
    const holds = await Promise.all([hold(), hold()]);
    expect(holds.filter((one) => one !== null)).to.have.length(1);
    for (const one of holds) one?.release();
  });
});
