import { readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openGuide, root } from './support/guide.js';

let guide: Awaited<ReturnType<typeof openGuide>>;
beforeAll(async () => {
  guide = await openGuide('docs/WEBHOOKS.md');
});
afterAll(() => guide.close());

test('the commands of docs/WEBHOOKS.md do what it says, as they stand', async () => {
  const [receiver = ''] = guide.blocks('js');
  await writeFile(join(guide.folder, 'receiver.mjs'), receiver);
  await symlink(join(root, 'node_modules'), join(guide.folder, 'node_modules'));

  const commands = guide.blocks('sh');
  expect(commands.length).toBeGreaterThanOrEqual(4);
  const stdout = await guide.run([...commands, 'sleep 0.2', 'cat received.txt'], '\n');
  expect(stdout).toContain('"state":"delivered"');
  expect(stdout).toMatch(/^webhook\.test itv_\w{26}$/m);
  expect(stdout).toContain('"has_more":false');
  const rolled = JSON.parse(await readFile(join(guide.folder, 'rolled.json'), 'utf8')) as { secret: string };
  expect(rolled.secret).toMatch(/^whsec_/);
}, 90_000);
