import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** The sandbox's whole `/etc`: one user, no network names, and the host's table of shared libraries, without which some programs don't start. */
export function makeEtc(path: string): string {
  mkdirSync(path, { mode: 0o755 });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(path, name), content, { mode: 0o644 });
  if (existsSync('/etc/ld.so.cache')) copyFileSync('/etc/ld.so.cache', join(path, 'ld.so.cache'));
  // Debian's commands such as `awk` and `java` are links through this folder; it holds nothing but links.
  if (existsSync('/etc/alternatives')) cpSync('/etc/alternatives', join(path, 'alternatives'), { recursive: true, verbatimSymlinks: true });
  // Debian's Java keeps its settings here and doesn't start without them. `management` may hold an administrator's passwords.
  for (const name of readdirSync('/etc').filter((entry) => /^java-\d+-openjdk$/.test(entry)))
    cpSync(join('/etc', name), join(path, name), { recursive: true, filter: (from) => basename(from) !== 'management' });
  return path;
}

export const shellProfile = '/etc/interview.bashrc';

const files: Record<string, string> = {
  passwd:
    'root:x:0:0:root:/:/usr/sbin/nologin\ncandidate:x:1000:1000:candidate:/workspace:/bin/bash\nnobody:x:65534:65534:nobody:/:/usr/sbin/nologin\n',
  group: 'root:x:0:\ncandidate:x:1000:\nnogroup:x:65534:\n',
  hosts: '127.0.0.1 localhost sandbox\n::1 localhost\n',
  hostname: 'sandbox\n',
  'nsswitch.conf': 'passwd: files\ngroup: files\nhosts: files\n',
  'interview.bashrc': "PS1='\\w \\$ '\nHISTFILE=\nalias ls='ls --color=auto'\nalias grep='grep --color=auto'\n",
};
