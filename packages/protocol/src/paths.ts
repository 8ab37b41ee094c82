/** No schema here: a page that only needs these doesn't load a validator. */
export const limits = {
  pathBytes: 1024,
  pathDepth: 32,
  nameBytes: 255,
  fileBytes: 1024 * 1024,
  files: 2000,
  workspaceBytes: 32 * 1024 * 1024,
  messageChars: 16_000,
  batchEvents: 500,
  batchBytes: 512 * 1024,
} as const;

const controlCharacter = /[\u0000-\u001f\u007f]/;
const utf8 = new TextEncoder();
/** No UTF-16 unit takes more than three bytes: most paths are short enough without being encoded. */
const isOver = (text: string, bytes: number) => text.length * 3 > bytes && utf8.encode(text).length > bytes;

/** Why `path` can't name a workspace file, or null when it can. */
export function pathProblem(path: string): string | null {
  if (path === '') return 'must not be empty';
  if (path.startsWith('/') || path.endsWith('/')) return 'must be relative, with no slash at either end';
  if (controlCharacter.test(path)) return 'must not contain control characters';
  if (path.includes('\\')) return 'must use forward slashes';
  if (isOver(path, limits.pathBytes)) return `must be at most ${limits.pathBytes} bytes`;
  const names = path.split('/');
  if (names.length > limits.pathDepth) return `must be at most ${limits.pathDepth} folders deep`;
  if (names.some((name) => name === '' || name === '.' || name === '..')) return 'must not contain empty, "." or ".." parts';
  if (names.some((name) => isOver(name, limits.nameBytes))) return `must have names of at most ${limits.nameBytes} bytes`;
  return null;
}
