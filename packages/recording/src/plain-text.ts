const oscOrDcs = /\x1b[\]P^_X][^\x07\x1b]*(?:\x07|\x1b\\|$)/g;
const csi = /\x1b\[[0-?]*[ -/]*[@-~]/g;
const otherEscape = /\x1b[ -/]*[0-~]?/g;
const control = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/g;

/** Terminal output without escape sequences and control characters: safe to show, to search and to read aloud. */
export function plainText(output: string): string {
  return output
    .replace(oscOrDcs, '')
    .replace(csi, '')
    .replace(otherEscape, '')
    .replace(/\r\n/g, '\n')
    .replace(/^.*\r(?!$)/gm, '')
    .replace(control, '');
}
