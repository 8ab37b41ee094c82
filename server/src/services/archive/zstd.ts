import { pipeline, type Transform } from 'node:stream';
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib';

/** Seven times on source code, for the processor time that gzip needs for four: docs/decisions/0021-what-is-archived.md. */
const level = 9;

export const compressed = (pieces: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> =>
  through(pieces, createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: level, [constants.ZSTD_c_checksumFlag]: 1 } }));

export const decompressed = (pieces: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> => through(pieces, createZstdDecompress());

/** An error of either side reaches whoever reads. */
function through(pieces: AsyncIterable<Uint8Array>, codec: Transform): AsyncIterable<Uint8Array> {
  pipeline(pieces, codec, () => undefined);
  return codec;
}
