import type { Sandbox } from './sandboxes.js';
import type { VolumeStore } from './volumes.js';
import type { SecretSource } from './wire.js';

/** What both halves of the server share. */
export interface World {
  /** Folder that everything is kept in. */
  root: string;
  volumes: VolumeStore;
  /** By id; those that ended stay, as they do on Modal. */
  sandboxes: Map<string, Sandbox>;
  /** Names that are taken by a start under way. */
  starting: Set<string>;
  access(): { url: string; jwt: string };
}

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token that the SDK finds valid: it only reads when it ends. */
export const token = (): string => `${base64({ alg: 'none' })}.${base64({ exp: Math.floor(Date.now() / 1000) + 3600 })}.x`;

/** Variables that the SDK sends as secrets of its own making. */
export const secretsOf = (sources: readonly SecretSource[]): Record<string, string> =>
  Object.fromEntries(sources.flatMap(({ env }) => Object.entries(env?.contents ?? env?.entries ?? {})));
