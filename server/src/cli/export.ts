import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { fingerprint } from '../services/export/signing-key.js';
import { verifyBundle } from '../services/export/verify.js';

interface Options {
  key?: string;
}

export const exportCommand = () =>
  new Command('export')
    .description('Exported interviews.')
    .addCommand(
      new Command('verify')
        .description('Check that a bundle is what was signed, with nothing but the bundle. Exit code 1 when it is not.')
        .argument('<bundle>', 'the archive that GET /api/interview/:id/export answered')
        .option('--key <public key>', 'the base64 of the public key that must have signed it')
        .action(verify),
    );

async function verify(path: string, { key }: Options): Promise<void> {
  const verdict = verifyBundle(await readFile(path));
  if (!verdict.whole) {
    refuse(`${path}: damaged at bytes ${verdict.from} to ${verdict.to - 1}. ${verdict.reason}`);
    return;
  }
  const { events, exported_at, interview, public_key } = verdict.manifest;
  if (key !== undefined && key !== public_key) {
    refuse(`${path}: signed by another key, ${public_key}`);
    return;
  }
  const by = `${public_key} (fingerprint ${fingerprint(public_key)})`;
  console.log(`${path}: whole. ${interview}, ${events} events, exported ${exported_at}, signed by ${by}`);
}

function refuse(reason: string): void {
  console.error(reason);
  process.exitCode = 1;
}
