import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readTar } from '@interviewlm/recording';
import { launch, openTab } from './support/browser.js';
import { sharedProduct } from './support/shared-product.js';

const run = promisify(execFile);
const verify = (path: string) =>
  run(process.execPath, ['server/bin/interviewlm.mjs', 'export', 'verify', path]).then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    (error: unknown) => {
      const { code, stderr } = error as { code: number; stderr: string };
      return { code, said: stderr };
    },
  );

let folder: string;
let path: string;
let bundle: Buffer;

beforeAll(async () => {
  const { baseUrl, demo } = sharedProduct();
  const interview = new URL(demo.replay_url).pathname.split('/').at(-1);
  const headers = { Authorization: `Bearer ${demo.secret_key}` };
  const answer = await fetch(`${baseUrl}/api/interview/${interview}/export`, { headers });
  expect(answer.headers.get('Content-Type')).toBe('application/x-tar');
  bundle = Buffer.from(await answer.arrayBuffer());
  folder = await mkdtemp(join(tmpdir(), 'interviewlm-export-'));
  path = join(folder, 'interview.tar');
  await writeFile(path, bundle);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a downloaded bundle is verified offline, and one changed byte is found and placed', async () => {
  expect(await verify(path)).toMatchObject({ code: 0, said: expect.stringContaining('whole') as string });
  const place = Math.floor(bundle.length / 3);
  const changed = Buffer.from(bundle);
  changed[place] = (changed[place] ?? 0) ^ 4;
  await writeFile(`${path}.changed`, changed);
  const { code, said } = await verify(`${path}.changed`);
  expect(code).toBe(1);
  const [, from, to] = /damaged at bytes (\d+) to (\d+)/.exec(said) ?? [];
  expect(Number(from)).toBeLessThanOrEqual(place);
  expect(Number(to)).toBeGreaterThanOrEqual(place);
});

test('asciinema’s own player plays the terminal', async () => {
  const cast = readTar(bundle).find(({ name }) => name === 'terminal.cast');
  const text = Buffer.from(cast?.content ?? []).toString('utf8');
  expect(text.split('\n').length).toBeGreaterThan(5);
  const browser = await launch();
  try {
    const { page, errors } = await openTab(browser);
    await page.setContent('<div id="player"></div>');
    await page.addScriptTag({ content: await readFile('node_modules/asciinema-player/dist/bundle/asciinema-player.min.js', 'utf8') });
    await page.evaluate(
      `AsciinemaPlayer.create({ data: ${JSON.stringify(text)} }, document.querySelector('#player'), { preload: true, fit: false }).seek('99%')`,
    );
    await page.waitForFunction(`document.querySelector('#player').textContent.includes('$')`);
    expect(errors).toEqual([]);
  } finally {
    await browser.close();
  }
});
