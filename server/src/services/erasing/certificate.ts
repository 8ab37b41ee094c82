import { ErasureCertificate } from '@interviewlm/protocol';
import { isSigned } from '../export/signed.js';

/** The certificate in a text that is one, or the API's answer with one; null when it isn't what was signed. White space doesn't count. */
export function readCertificate(text: string): ErasureCertificate | null {
  const value = parse(text);
  const parsed = ErasureCertificate.safeParse(isAnswer(value) ? value.certificate : value);
  return parsed.success && isSigned(parsed.data) ? parsed.data : null;
}

const isAnswer = (value: unknown): value is { certificate: unknown } =>
  typeof value === 'object' && value !== null && 'certificate' in value;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
