import { expect } from '@open-wc/testing';
import { sourceOf } from '@interviewlm/recording';
import { hostilePaths, SessionScript } from '@interviewlm/recording/testing';
import './session-replay.js';
import { clearPage, deep, openDemo, part, until } from './testing.js';

/** Elements in all shadow roots: what the page must lay out, however large the recording is. */
function elementsIn(root: ParentNode): number {
  let count = 0;
  for (const element of root.querySelectorAll('*')) count += 1 + (element.shadowRoot ? elementsIn(element.shadowRoot) : 0);
  return count;
}

describe('a hostile recording', function () {
  this.timeout(60_000);
  afterEach(clearPage);

  const evil = '<img src=x onerror="window.hacked = true"><script>window.hacked = true</script>';
  const longLine = 'x'.repeat(1_000_000);
  const binary = Array.from({ length: 4096 }, (_, code) => String.fromCharCode(code % 256)).join('');
  const escapes = [
    '\x1b]0;title\x07\x1b]52;c;aGFja2Vk\x07\x1b]8;;javascript:alert(1)\x07link\x1b]8;;\x07',
    '\x1b[?1049h\x1b[6n\x1b[c\x1b[21t\x1bP$q"p\x1b\\\x1b[999999999C\x1b[2147483647b',
    `\x1b[31m${evil}\x1b[0m\r\n`,
  ];

  function recording() {
    const script = new SessionScript(5);
    const files: Record<string, string> = { 'long.ts': longLine, 'binary.bin': binary, 'evil.html': evil };
    for (const path of hostilePaths) files[path] = evil;
    for (let index = 0; index < 10_000; index++) files[`many/file-${index}.ts`] = `export const a${index} = 1;`;
    script.start('qst_01hzy3v7k8m9n0p1q2r3s4t5v6', evil, evil, files);
    for (const path of ['evil.html', 'binary.bin', 'long.ts', ...hostilePaths]) {
      script.wait(1000).emit({ type: 'editor.open', data: { path } });
      script.wait(1000).edit(path, [[0, 0, 'y']]);
    }
    for (const text of escapes) script.wait(1000).print(text);
    return script.finish(evil, evil);
  }

  it('plays with no more on the page than an honest one, and runs nothing', async () => {
    const { manifest, events } = recording();
    const said: string[] = [];
    const { title } = document;
    const alert = Object.getOwnPropertyDescriptor(window, 'alert');
    window.alert = (text: unknown) => void said.push(String(text));
    try {
      const element = await openDemo(1200, sourceOf(manifest, events));
      for (let t = 0; t <= manifest.duration_ms + 1000; t += 1000) {
        element.seek(t);
        await element.updateComplete;
        await new Promise((resolve) => requestAnimationFrame(resolve));
        expect(elementsIn(document.body), `elements at ${t}`).to.be.below(1500);
      }
      await part(element, 'replay-terminal').settled;
      expect(part(element, 'replay-terminal').text).to.contain('img src=x onerror=');
      for (const tag of ['img', 'script', 'a[href^="javascript"]']) {
        for (const name of ['replay-code', 'replay-terminal', 'replay-files'] as const)
          expect(part(element, name).shadowRoot?.querySelector(tag), tag).to.equal(null);
      }
    } finally {
      if (alert) Object.defineProperty(window, 'alert', alert);
    }
    expect((window as { hacked?: boolean }).hacked).to.equal(undefined);
    expect(said).to.deep.equal([]);
    expect(document.title).to.equal(title);
  });

  it('shows of a line of a million characters the part with the cursor, and of ten thousand names those in view', async () => {
    const { manifest, events } = recording();
    const element = await openDemo(1200, sourceOf(manifest, events));
    element.look({ pinned: 'long.ts' });
    const code = part(element, 'replay-code');
    await until('the long line', () => code.shadowRoot?.querySelector('.cut'));
    expect(deep(code, '.sheet').textContent.length).to.be.below(2000);
    const files = part(element, 'replay-files');
    expect(files.shadowRoot?.querySelectorAll('li').length).to.be.below(100);
    deep(files, '.scroll').scrollTop = 130_000;
    await until('names further down', () => (files.shadowRoot?.textContent ?? '').includes('file-5'));
    expect(files.shadowRoot?.querySelectorAll('li').length).to.be.below(100);
  });
});
