import { S3Client } from '@aws-sdk/client-s3';

export interface S3ClientOptions {
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  /** An S3-compatible server instead of AWS: its buckets are addressed by path. */
  endpoint?: string;
  /** Tries of one request, the first included. */
  attempts?: number;
  /** Silence after which a request counts as lost, in milliseconds. */
  timeout_ms?: number;
}

export function createClient({
  region,
  accessKeyId,
  secretAccessKey,
  endpoint,
  attempts = 4,
  timeout_ms = 30_000,
}: S3ClientOptions): S3Client {
  return new S3Client({
    region,
    credentials: { accessKeyId, secretAccessKey },
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
    maxAttempts: attempts,
    retryMode: 'standard',
    requestHandler: { connectionTimeout: 5000, socketTimeout: timeout_ms, requestTimeout: timeout_ms, throwOnRequestTimeout: true },
    // We send and check SHA-256 ourselves; the SDK's default CRC trailers are what other servers choke on.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
}
