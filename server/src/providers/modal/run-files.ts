import type { Sandbox } from 'modal';
import { VolumeError, type FileChange, type RunSpec } from '../../services/volumes/port.js';
import { execute } from './execute.js';
import type { LiveSandboxes } from './live.js';
import { writeLive } from './live-files.js';
import { packScript, workspace } from './scripts.js';
import type { ModalVolumes } from './volumes.js';

const parallel = 8;

/** Copies the volume's regular files into a fresh sandbox and lays the overlay over them, which wins. */
export async function layFiles(
  target: Sandbox,
  { volume, overlay, limits }: RunSpec,
  volumes: ModalVolumes,
  live: LiveSandboxes,
): Promise<void> {
  const output_bytes = limits.disk_mb * 1024 * 1024;
  await must(target, ['mkdir', '-p', workspace]);
  if (volume !== null) {
    await live.use(
      volume,
      async (source) => {
        const { stdout } = await must(source, ['sh', '-c', packScript], { output_bytes, timeout_ms: 60_000 });
        // Whatever the candidate's sandbox calls an archive is unpacked in one that nobody keeps.
        await must(target, ['tar', '-xf', '-', '--no-same-owner', '-C', workspace], { input: stdout, timeout_ms: 60_000 });
      },
      async () => writeLive(target, await coldFiles(volumes, volume, output_bytes)),
    );
  }
  const changes = overlay.map(({ path, content }) => ({ kind: 'write' as const, path, content }));
  if (changes.length > 0) await writeLive(target, changes, { force: true });
}

async function coldFiles(volumes: ModalVolumes, volume: string, limit: number): Promise<FileChange[]> {
  const entries = await volumes.tree(volume);
  if (entries.reduce((sum, { size }) => sum + size, 0) > limit) {
    throw new VolumeError(
      'volume_full',
      `The files of the volume take more than the ${Math.floor(limit / 1024 / 1024)} MB that a run may use.`,
    );
  }
  const files: FileChange[] = [];
  for (let at = 0; at < entries.length; at += parallel) {
    const batch = entries.slice(at, at + parallel);
    files.push(
      ...(await Promise.all(batch.map(async ({ path }) => ({ kind: 'write' as const, path, content: await volumes.read(volume, path) })))),
    );
  }
  return files;
}

async function must(...[sandbox, argv, options]: Parameters<typeof execute>) {
  const done = await execute(sandbox, argv, options);
  if (done.code !== 0)
    throw new VolumeError('unavailable', 'The files of a run could not be laid out', { cause: new Error(done.stderr.slice(0, 1000)) });
  return done;
}
