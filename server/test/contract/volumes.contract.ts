import { afterAll, beforeAll, describe } from 'vitest';
import type { SandboxPort, VolumePort } from '../../src/services/volumes/port.js';
import { filesContract } from './volumes/files.js';
import { runsContract } from './volumes/runs.js';
import { sessionsContract } from './volumes/sessions.js';

export interface VolumesUnderTest {
  volumes: VolumePort;
  sandboxes: SandboxPort;
  close(): Promise<void>;
}

/** What every provider of volumes and sandboxes must do, whoever runs the code. The image needs `sh` and `node`. */
export function volumesContract(provider: string, start: () => Promise<VolumesUnderTest>): void {
  describe(`volumes and sandboxes: ${provider}`, () => {
    let started: VolumesUnderTest | undefined;
    const get = (): VolumesUnderTest => {
      if (!started) throw new Error('the provider is not started');
      return started;
    };
    beforeAll(async () => {
      started = await start();
    });
    afterAll(() => started?.close());

    filesContract(get);
    runsContract(get);
    sessionsContract(get);
  });
}
