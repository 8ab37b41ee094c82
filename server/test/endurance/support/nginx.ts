import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startDaemon, type Daemon } from './daemon.js';

const shipped = fileURLToPath(new URL('../../../../deploy/nginx/interviewlm.conf', import.meta.url));

/** nginx with the configuration that we ship, on `port` in front of these ports, whose servers answer already. */
export async function startNginx(port: number, ports: readonly number[]): Promise<Daemon> {
  const url = `http://127.0.0.1:${port}`;
  const places = await configuration(port, ports);
  const prepare = async (folder: string) => {
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`);
    const file = join(folder, 'nginx.conf');
    const user = process.getuid?.() === 0 ? 'user root;' : '';
    await writeFile(
      file,
      `daemon off; pid ${folder}/pid; worker_processes 1; worker_rlimit_nofile 8192; ${user}
       events { worker_connections 4096; }
       http { access_log off; ${temporary.join(' ')}\n${places} }`,
    );
    return ['-p', folder, '-c', file, '-e', join(folder, 'error.log')];
  };
  const answers = () =>
    fetch(url).then(
      () => true,
      () => false,
    );
  return startDaemon('nginx', prepare, answers);
}

async function configuration(port: number, ports: readonly number[]): Promise<string> {
  const text = (await readFile(shipped, 'utf8')).replace('listen 8080', `listen 127.0.0.1:${port}`);
  const [first = '', ...others] = text.match(/^ *server api-\d:3000.*\n/gm) ?? [];
  const servers = ports.map((each) => first.replace('api-1:3000', `127.0.0.1:${each}`)).join('');
  return others.reduce((rest, line) => rest.replace(line, ''), text).replace(first, servers);
}
