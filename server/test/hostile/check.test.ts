import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkHost } from '../../src/providers/local/check.js';
import { Host } from '../../src/providers/local/host.js';

let host: Host;
let folder: string;
let open: string;
let bwrap: string;
beforeAll(async () => {
  host = await Host.open(dirname(dirname(process.execPath)));
  bwrap = host.programs.bwrap;
  folder = mkdtempSync('/tmp/holes-');
  chmodSync(folder, 0o755);
  open = join(folder, 'open');
  mkdirSync(open);
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await host.close();
});

/** A bubblewrap whose arguments pass through `edit`, a line of bash over the array `args`. */
function withHole(name: string, edit: string): void {
  const path = join(folder, name);
  const lines = ['#!/bin/bash', "mapfile -t -d '' args <&3", edit, `exec ${bwrap} --args 3 "\${@:3}" 3< <(printf '%s\\0' "\${args[@]}")`];
  writeFileSync(path, lines.join('\n'), { mode: 0o755 });
  host.programs.bwrap = path;
}

const without = (...words: string[]) =>
  `kept=(); for a in "\${args[@]}"; do case "$a" in ${words.join('|')}) ;; *) kept+=("$a");; esac; done; args=("\${kept[@]}")`;

/** Shows a host folder at its own path: after the sandbox's own `/tmp` when it lies there, else before `/` is made read-only. */
const showing = (path: string) =>
  path.startsWith('/tmp/') ? `args+=(--ro-bind ${path} ${path})` : `args=(--ro-bind ${path} ${path} "\${args[@]}")`;

describe('HC1 the self-test finds a hole', () => {
  test('none in the envelope as it is, also behind the stand-in', async () => {
    withHole('none', ':');
    expect(await checkHost(host, null)).toMatchObject({ ready: true });
  });

  test.each([
    ['the network of the host', without('--unshare-net'), /ports of the host can be reached/],
    ['the files of the host', 'SHOW', /a file of the host can be read/],
    ['a writable /usr', 'args+=(--bind OPEN /usr/local)', /files can be written in \/usr\/local/],
    ['no system call filter', 'args=("${args[@]/--seccomp/--sync-fd}")', /the system call filter is off/],
    ['namespaces inside', `${without('--disable-userns')}; args=("\${args[@]/--seccomp/--sync-fd}")`, /namespaces can be made/],
    ['the processes of the host', `${without('--unshare-pid')}; args+=(--ro-bind /proc /proc)`, /processes of the host can be seen/],
    ['a workspace that is read-only', 'args+=(--remount-ro /workspace)', /does not hold|does not start/],
  ])('%s', async (name, edit, found) => {
    withHole(name.replaceAll(/\W/g, '-'), edit.replace('SHOW', showing(host.scratch.path)).replace('OPEN', open));
    const { ready, detail } = await checkHost(host, null);
    expect(ready).toBe(false);
    expect(detail).toMatch(found);
  });

  test('a bubblewrap that is too old', async () => {
    const path = join(folder, 'old');
    writeFileSync(path, '#!/bin/sh\necho "bwrap: Unknown option --disable-userns" >&2\nexit 1', { mode: 0o755 });
    host.programs.bwrap = path;
    expect(await checkHost(host, null)).toMatchObject({
      ready: false,
      detail: expect.stringContaining('apt-get install bubblewrap') as string,
    });
  });
});
