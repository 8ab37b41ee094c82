/** A line of a file, counted from 1. */
export interface Place {
  readonly path: string;
  readonly line: number;
}

/** The first place in a file of the workspace that a failure's message names, such as `at src/sum.ts:12:5`. */
export function placeIn(message: string, isFile: (path: string) => boolean): Place | null {
  for (const [, path, line] of message.matchAll(/([\w@.+-][\w@.+/-]*\.\w+):(\d{1,7})(?::\d+)?/g)) {
    const known = path === undefined ? undefined : knownPath(path, isFile);
    if (known !== undefined) return { path: known, line: Number(line) };
  }
  return null;
}

/** The line on which a test stands in the text of a test file; null where it isn't there under its name. */
export function lineOfTest(text: string, name: string): number | null {
  const own = name.split(/ > |::|\/(?=\S)|\.(?=\w+$)/).at(-1) ?? name;
  const literal = own.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const lines = text.split('\n');
  const quoted = new RegExp(`(['"\`])${literal}\\1`);
  const declared = new RegExp(`(?<!\\w)${literal}\\s*\\(`);
  const at = lines.findIndex((line) => quoted.test(line));
  const found = at >= 0 ? at : lines.findIndex((line) => declared.test(line));
  return found < 0 ? null : found + 1;
}

/** Messages name files by more or less of their path: from the folder of the run, or by what the compiler calls them. */
function knownPath(path: string, isFile: (path: string) => boolean): string | undefined {
  const parts = path.split('/');
  return parts.map((_, from) => parts.slice(from).join('/')).find(isFile);
}
