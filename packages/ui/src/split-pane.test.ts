import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import { sendKeys, sendMouse } from '@web/test-runner-commands';
import './split-pane.js';
import type { SplitPane } from './split-pane.js';

const split = async (direction = 'ltr') => {
  const frame = await fixture<HTMLElement>(
    html`<div style="width: 400px; height: 200px; position: absolute; inset: 0 auto auto 0">
      <ilm-split style="height: 100%" .size=${0.5} label="Left and right"
        ><p slot="start">a</p>
        <p slot="end">b</p></ilm-split
      >
    </div>`,
  );
  const element = frame.querySelector('ilm-split') as SplitPane;
  element.dir = direction;
  await element.updateComplete;
  return { element, line: element.shadowRoot?.querySelector('[role=separator]') as HTMLElement };
};

describe('<ilm-split>', () => {
  it('is moved by keys, and says where it is', async () => {
    const { element, line } = await split();
    line.focus();
    await sendKeys({ press: 'ArrowRight' });
    expect(element.size).to.be.closeTo(0.52, 0.001);
    await sendKeys({ press: 'Shift+ArrowLeft' });
    expect(element.size).to.be.closeTo(0.42, 0.001);
    await sendKeys({ press: 'End' });
    await element.updateComplete;
    expect(line.getAttribute('aria-valuenow')).to.equal('90');
    await sendKeys({ press: 'Enter' });
    expect(element.size).to.equal(element.min);
    await sendKeys({ press: 'Enter' });
    expect(element.size).to.equal(0.9);
  });

  it('mirrors its keys where the text runs from the right', async () => {
    const { element, line } = await split('rtl');
    line.focus();
    await sendKeys({ press: 'ArrowRight' });
    expect(element.size).to.be.closeTo(0.48, 0.001);
  });

  it('is dragged by a pointer', async () => {
    const { element } = await split();
    const moved = oneEvent(element, 'split-resize');
    await sendMouse({ type: 'move', position: [200, 100] });
    await sendMouse({ type: 'down' });
    await sendMouse({ type: 'move', position: [100, 100] });
    await sendMouse({ type: 'up' });
    await moved;
    expect(element.size).to.be.closeTo(0.25, 0.02);
    await expect(element).to.be.accessible();
  });
});
