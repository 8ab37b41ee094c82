import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { fingerprint } from '../services/export/signing-key.js';
import { readCertificate } from '../services/erasing/certificate.js';

interface Options {
  key?: string;
}

export const erasureCommand = () =>
  new Command('erasure')
    .description('Certificates of interviews that were erased.')
    .addCommand(
      new Command('verify')
        .description('Check that a certificate is what was signed, with nothing but the file. Exit code 1 when it is not.')
        .argument('<certificate>', 'a file with what DELETE /api/interview/:id answered, or the certificate in it')
        .option('--key <public key>', 'the base64 of the public key that must have signed it')
        .action(verify),
    );

async function verify(path: string, { key }: Options): Promise<void> {
  const certificate = readCertificate(await readFile(path, 'utf8'));
  if (!certificate) {
    refuse(`${path}: not what was signed`);
    return;
  }
  const { public_key, interview, erased_at, requested_by, log, archive } = certificate;
  if (key !== undefined && key !== public_key) {
    refuse(`${path}: signed by another key, ${public_key}`);
    return;
  }
  const what = `${interview} with ${log.events} events and ${archive.length} archived objects`;
  console.log(
    `${path}: ${what} was erased ${erased_at} for ${requested_by}, signed by ${public_key} (fingerprint ${fingerprint(public_key)})`,
  );
}

function refuse(reason: string): void {
  console.error(reason);
  process.exitCode = 1;
}
