import { setTimeout as sleep } from 'node:timers/promises';
import { S3ServiceException, type GetObjectCommandOutput } from '@aws-sdk/client-s3';

const tries = 3;

/** Gets an object whole. The SDK repeats a request until its headers come; a body that breaks off is asked for again here. */
export async function readBody(get: () => Promise<GetObjectCommandOutput>): Promise<{ content: Uint8Array; sha256: string | undefined }> {
  for (let attempt = 1; ; attempt++) {
    const answer = await get();
    try {
      const content = (await answer.Body?.transformToByteArray()) ?? new Uint8Array();
      if (answer.ContentLength !== undefined && content.byteLength !== answer.ContentLength) throw new Error('the body broke off');
      return { content, sha256: answer.Metadata?.['sha256'] };
    } catch (error) {
      if (error instanceof S3ServiceException || attempt >= tries) throw error;
      await sleep(100 * 2 ** attempt);
    }
  }
}
