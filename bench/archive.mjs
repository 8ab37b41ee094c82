// How much smaller a workspace of 20 MB and a recording of 60 minutes are in the archive, and what that costs in processor time, beside
// the alternatives. Everything is read back and compared. Built packages needed.
// node bench/archive.mjs [--megabytes 20] [--events 50000] [--minutes 60]
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { brotliCompressSync, brotliDecompressSync, constants, gunzipSync, gzipSync, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { longSession } from '@interviewlm/recording/testing';
import { packEvents, unpackEvents } from '../packages/recording/dist/packed.js';
import { readTar, writeTar } from '../server/dist/services/archive/tar.js';
import { compressed, decompressed } from '../server/dist/services/archive/zstd.js';

const { values } = parseArgs({
  options: {
    megabytes: { type: 'string', default: '20' },
    events: { type: 'string', default: '50000' },
    minutes: { type: 'string', default: '60' },
  },
});
const packages = ['lit', 'koa', 'zod', 'knex', 'pg', 'prettier', 'jose', 'ws', 'fast-check', 'playwright-core', 'pino', 'eslint'];

await workspace();
recording();

/** Sources and installed packages, as a workspace has them, through the archive's own way in and out. */
async function workspace() {
  const files = workspaceFiles(Number(values.megabytes) * 2 ** 20);
  const tar = Buffer.concat(await Array.fromAsync(writeTar(Readable.from(files))));
  console.log(`workspace: ${files.length} files, ${megabytes(tar.length)} MB as a tar archive`);
  const level = (n) => ({ params: { [constants.ZSTD_c_compressionLevel]: n } });
  compare('gzip -6', tar, gzipSync, gunzipSync);
  compare('gzip -9', tar, (bytes) => gzipSync(bytes, { level: 9 }), gunzipSync);
  for (const n of [3, 6, 9, 12]) compare(`zstd -${n}`, tar, (bytes) => zstdCompressSync(bytes, level(n)), zstdDecompressSync);
  const packed = Buffer.concat(await Array.fromAsync(compressed(Readable.from([tar]))));
  const restored = await Array.fromAsync(readTar(decompressed(Readable.from([packed]))));
  const same =
    restored.length === files.length &&
    restored.every(({ path, content }, n) => path === files[n].path && files[n].content.equals(content));
  if (!same) throw new Error('What came back is not what was archived');
  console.log(
    `  archived: ${megabytes(packed.length)} MB, ${(tar.length / packed.length).toFixed(2)} times smaller, every byte came back\n`,
  );
}

/** 500 events to a segment, each readable by a browser on its own. */
function recording() {
  const { events } = longSession(Number(values.events), Number(values.minutes));
  const raw = Buffer.from(JSON.stringify(events));
  const segments = Array.from({ length: Math.ceil(events.length / 500) }, (_, n) => events.slice(n * 500, n * 500 + 500));
  console.log(`recording: ${values.minutes} minutes, ${events.length} events, ${megabytes(raw.length)} MB as JSON`);
  const plain = segments.map((segment) => Buffer.from(JSON.stringify({ events: segment })));
  const packed = segments.map((segment) => Buffer.from(JSON.stringify({ packed: packEvents(segment) })));
  compareAll('gzip of each segment', raw, plain, (bytes) => gzipSync(bytes), gunzipSync);
  compareAll('gzip of each packed segment', raw, packed, (bytes) => gzipSync(bytes), gunzipSync);
  compareAll(
    'zstd -9 of each packed segment',
    raw,
    packed,
    (bytes) => zstdCompressSync(bytes, { params: { [constants.ZSTD_c_compressionLevel]: 9 } }),
    zstdDecompressSync,
  );
  compareAll(
    'brotli -9 of each packed segment',
    raw,
    packed,
    (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
    brotliDecompressSync,
  );
  const back = packed.flatMap((bytes) => unpackEvents(JSON.parse(gunzipSync(gzipSync(bytes)).toString('utf8')).packed));
  if (hash(JSON.stringify(back)) !== hash(raw)) throw new Error('What came back is not what was recorded');
  console.log('  every event came back');
}

function workspaceFiles(limit) {
  const root = fileURLToPath(new URL('../node_modules', import.meta.url));
  const files = [];
  let total = 0;
  for (const name of packages) {
    for (const path of readdirSync(join(root, name), { recursive: true }).toSorted()) {
      const found = statSync(join(root, name, path));
      if (!found.isFile() || found.size > 1_000_000 || total + found.size > limit) continue;
      files.push({ path: `${name}/${path}`, mtime_ms: Math.round(found.mtimeMs), content: readFileSync(join(root, name, path)) });
      total += found.size;
    }
  }
  return files;
}

function compare(name, bytes, pack, unpack) {
  compareAll(name, bytes, [bytes], pack, unpack);
}

function compareAll(name, raw, parts, pack, unpack) {
  const [packed, packing] = timed(() => parts.map(pack));
  const [unpacked, unpacking] = timed(() => packed.map((part) => unpack(part)));
  if (!unpacked.every((part, n) => part.equals(parts[n]))) throw new Error(`${name} lost something`);
  const size = packed.reduce((sum, part) => sum + part.length, 0);
  const columns = [
    `${(raw.length / size).toFixed(2)}×`,
    `${megabytes(size)} MB`,
    `${packing.toFixed(0)} ms in`,
    `${unpacking.toFixed(0)} ms out`,
  ];
  console.log(`  ${name.padEnd(34)}${columns.map((column) => column.padStart(12)).join('')}`);
}

/** Processor time, not the clock's: other programs may be running. */
function timed(work) {
  const from = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(from);
  return [result, (user + system) / 1000];
}

function megabytes(bytes) {
  return (bytes / 2 ** 20).toFixed(2);
}

function hash(text) {
  return createHash('sha256').update(text).digest('hex');
}
