import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Runs `interviewlm …` on a product's data folder, as an operator would, and gives back the JSON it prints. */
export async function interviewlm<T>(dataDir: string, ...args: string[]): Promise<T> {
  const { stdout } = await run(process.execPath, ['server/bin/interviewlm.mjs', ...args], { env: { ...process.env, DATA_DIR: dataDir } });
  return JSON.parse(stdout) as T;
}
