import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';

const run = promisify(execFile);
const server = resolve(import.meta.dirname, '..');
/** Makes the Node that it is loaded into say that it is an older one. */
const older = `data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'20.20.2'}})`;

/** A clone with nothing in it but the program. */
let clone: string;
const bin = () => join(clone, 'server/bin/interviewlm.mjs');

beforeEach(async () => {
  clone = await mkdtemp(join(tmpdir(), 'interviewlm-bin-'));
  await cp(join(server, 'bin'), join(clone, 'server/bin'), { recursive: true });
  await symlink(join(server, 'dist'), join(clone, 'server/dist'));
});
afterEach(() => rm(clone, { recursive: true, force: true }));

test('under an older Node, the program runs on the one that the clone has installed', async () => {
  const folder = join(clone, `tools/node/node_modules/node-${process.platform}-${process.arch}/bin`);
  await mkdir(folder, { recursive: true });
  await symlink(process.execPath, join(folder, 'node'));

  const { stdout } = await run(process.execPath, ['--import', older, bin(), 'keys', '--help']);
  expect(stdout).toContain('roll');
  await expect(run(process.execPath, ['--import', older, bin(), 'nonsense'])).rejects.toMatchObject({ code: 2 });
});

test('under an older Node with no other at hand, it says what it needs', async () => {
  await expect(run(process.execPath, ['--import', older, bin(), '--help'])).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('needs Node 24 or newer; this is 20.20.2') as string,
  });
});
