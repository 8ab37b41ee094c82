import pg from 'pg';

/** A connection of its own for what processes tell each other: `LISTEN` belongs to a connection, and so do the locks taken on it. */
export async function connectListener(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString, application_name: 'interviewlm-bus', keepAlive: true, connectionTimeoutMillis: 10_000 });
  await client.connect();
  return client;
}
