/** What the self-test's program needs to know to look for a way out. */
export interface ProbeTargets {
  /** A host file that anybody on the host may read, and what is in it. */
  file: string;
  secret: string;
  /** A port on the host's loopback that greets whoever connects. */
  port: number;
  /** The server's process. */
  pid: number;
}

/**
 * Runs inside the sandbox under Node and writes a JSON array to the report: one sentence for each thing that should have been impossible.
 * Plain JavaScript with no imports of ours: nothing of the server exists in there.
 */
export const escapeProbe = `
const fs = require('node:fs');
const net = require('node:net');
const { spawnSync } = require('node:child_process');
const [report, targets] = [process.argv[1], JSON.parse(process.argv[2])];
const found = [];
const attempt = (sentence, action) => { try { if (action()) found.push(sentence); } catch { /* refused, as it should be */ } };
const succeeds = (program, ...args) => spawnSync(program, args, { stdio: 'ignore' }).status === 0;
attempt('a file of the host can be read', () => fs.readFileSync(targets.file, 'utf8').includes(targets.secret));
attempt('a file of the host can be read through another process', () => fs.readdirSync('/proc').some((pid) => {
  try { return fs.readFileSync('/proc/' + pid + '/root' + targets.file, 'utf8').includes(targets.secret); } catch { return false; }
}));
attempt('the environment of the server can be read', () => fs.readdirSync('/proc').some((pid) => {
  try { return fs.readFileSync('/proc/' + pid + '/environ', 'utf8').includes('INTERVIEWLM_PROBE='); } catch { return false; }
}));
attempt('processes of the host can be seen', () => fs.readdirSync('/proc').filter((name) => /^\\d+$/.test(name)).length > 4);
attempt('the server can be signalled', () => targets.pid > 10 && process.kill(targets.pid, 0));
for (const folder of ['/', '/usr', '/etc', '/opt', '/dev', '/opt/node/bin', '/usr/local']) {
  attempt('files can be written in ' + folder, () => { fs.writeFileSync(folder + '/probe', ''); return true; });
}
for (const args of [['-U'], ['-Ur', '-m'], ['-Ur', '-n'], ['-Ur', '-p']]) {
  attempt('namespaces can be made', () => succeeds('/usr/bin/unshare', ...args, '/usr/bin/true'));
}
attempt('rights are left', () => !/^CapEff:\\t0+$/m.test(fs.readFileSync('/proc/self/status', 'utf8')));
attempt('the system call filter is off', () => !/^Seccomp:\\t2$/m.test(fs.readFileSync('/proc/self/status', 'utf8')));
attempt('new rights can be gained', () => !/^NoNewPrivs:\\t1$/m.test(fs.readFileSync('/proc/self/status', 'utf8')));
attempt('there is a network', () => Object.keys(require('node:os').networkInterfaces()).some((name) => name !== 'lo'));
attempt('descriptors of the server are open', () => fs.readdirSync('/proc/self/fd').some((fd) => {
  try { return fs.statSync('/proc/self/fd/' + fd).isSocket(); } catch { return false; }
}));
attempt('the workspace cannot be written', () => { try { fs.writeFileSync('/workspace/probe', ''); } catch { return true; } });
const finish = () => fs.writeFileSync(report, JSON.stringify([...new Set(found)]));
const socket = net.connect(targets.port, '127.0.0.1', () => { found.push('ports of the host can be reached'); socket.destroy(); finish(); });
socket.on('error', finish);
`;
