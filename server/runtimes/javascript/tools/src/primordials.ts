/**
 * What the harness needs of its surroundings, taken before any code of the candidate runs: a solution may replace these
 * on `process`, `fs` or the global object as it likes. Methods of the built-in prototypes are held fast by `lock.ts`.
 */
import * as crypto from 'node:crypto';
import * as fs from 'node:fs';
import * as moduleApi from 'node:module';
import * as path from 'node:path';
import * as url from 'node:url';

export const { hash } = crypto;
export const { existsSync, openSync, readFileSync, readSync, statSync, unlinkSync, writeSync } = fs;
export const { createRequire, registerHooks, stripTypeScriptTypes: stripTypes } = moduleApi;
export const resolvePath = path.resolve.bind(path);
export const { fileURLToPath, pathToFileURL } = url;
export const { setTimeout: startTimer, clearTimeout: stopTimer, setImmediate: soon } = global;
export const now = performance.now.bind(performance);
export const exit = process.exit.bind(process);
export const onProcess = process.on.bind(process);
export const argv: readonly string[] = [...process.argv];
export const builtin = process.getBuiltinModule.bind(process);
