import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { limits, pathProblem, type SourceFile } from '@interviewlm/protocol';
import type { z } from 'zod';

/** Every text file below `folder`, sorted by path. Dot files and folders are left out, links are not followed. */
export async function textFiles(folder: string, below = ''): Promise<SourceFile[]> {
  const files: SourceFile[] = [];
  const entries = await readdir(join(folder, below), { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = below ? `${below}/${entry.name}` : entry.name;
    if (entry.name.startsWith('.') || entry.name === 'node_modules' || entry.name === '__pycache__') continue;
    if (entry.isDirectory()) files.push(...(await textFiles(folder, path)));
    else if (entry.isFile()) files.push(await textFile(folder, path));
  }
  return files;
}

/** The same, or nothing where the folder isn't there. */
export async function optionalTextFiles(folder: string): Promise<SourceFile[]> {
  try {
    return await textFiles(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** Throws with the path when the file is missing, too large, no UTF-8 text or named outside of `folder`. */
export async function textFile(folder: string, path: string): Promise<SourceFile> {
  const problem = pathProblem(path);
  if (problem) throw new Error(`The path ${JSON.stringify(path)} ${problem}`);
  return { path, content: await text(join(folder, path), path) };
}

/** The file's text, or '' where it isn't there. */
export async function optionalText(path: string): Promise<string> {
  try {
    return await text(path, path);
  } catch (error) {
    if (isMissing(error)) return '';
    throw error;
  }
}

/** A JSON file of the schema's shape. Errors name the file, the rest of its path aside. */
export async function jsonFile<T extends z.ZodType>(schema: T, folder: string, path: string): Promise<z.output<T>> {
  const content = await text(join(folder, path), path);
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (error) {
    throw new Error(`${path} is not valid JSON: ${(error as Error).message}`, { cause: error });
  }
  return schema.parse(value);
}

export const isMissing = (error: unknown) => {
  const { code } = (error instanceof Error && error.cause ? error.cause : error) as { code?: string };
  return code === 'ENOENT' || code === 'ENOTDIR';
};

async function text(path: string, name: string): Promise<string> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new Error(`${name} cannot be read`, { cause: error });
  });
  if (bytes.length > limits.fileBytes) throw new Error(`${name} is larger than ${limits.fileBytes} bytes`);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch (error) {
    throw new Error(`${name} is not UTF-8 text`, { cause: error });
  }
}
