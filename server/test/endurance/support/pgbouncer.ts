import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { ownPort } from '../../support/port.js';
import { startDaemon, type Daemon } from './daemon.js';

/** PgBouncer in transaction mode in front of every database of this server, with far fewer connections to it than its callers have to it. */
export async function startPgBouncer(server: string, connections: number): Promise<Daemon & { through(database: string): string }> {
  const { hostname, port, username, password } = new URL(server);
  const listen = await ownPort();
  const through = (database: string) => `postgres://${username}@127.0.0.1:${listen}${new URL(database).pathname}`;
  const prepare = async (folder: string) => {
    const file = join(folder, 'pgbouncer.ini');
    await writeFile(
      file,
      `[databases]
       * = host=${hostname} port=${port} user=${username} password=${decodeURIComponent(password)}
       [pgbouncer]
       listen_addr = 127.0.0.1
       listen_port = ${listen}
       unix_socket_dir =
       auth_type = any
       pool_mode = transaction
       max_client_conn = 500
       default_pool_size = ${connections}
       logfile = ${folder}/log
      `.replaceAll(/^ +/gm, ''),
    );
    // As root it refuses to run: it becomes another user, who must read this and write there.
    await chmod(folder, 0o777);
    await chmod(file, 0o644);
    return [...(process.getuid?.() === 0 ? ['-u', 'nobody'] : []), file];
  };
  return { through, ...(await startDaemon('pgbouncer', prepare, () => answers(through(server)))) };
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
