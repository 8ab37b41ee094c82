import type { VolumePort } from './port.js';

const mark = /^interviewlm-owner-([0-9a-f]{32})$/;
const markOf = (installation: string) => `interviewlm-owner-${installation}`;

export interface Ownership {
  /** Databases, other than ours, whose servers use the namespace. */
  others: string[];
  /** Writes our name on a namespace that nobody has marked yet. */
  mark(): Promise<void>;
  /** Makes the namespace ours alone. */
  takeOver(): Promise<void>;
}

/**
 * An empty volume in the namespace names the database that its volumes belong to. Two servers that were given the same namespace but
 * not the same database would else take each other's volumes for lost ones.
 */
export function ownershipOf(volumes: Pick<VolumePort, 'create' | 'delete'>, names: readonly string[], installation: string): Ownership {
  const marked = names.flatMap((name) => mark.exec(name)?.[1] ?? []);
  const others = marked.filter((id) => id !== installation);
  return {
    others,
    async mark() {
      if (marked.length === 0) await volumes.create(markOf(installation));
    },
    async takeOver() {
      await volumes.create(markOf(installation));
      for (const other of others) await volumes.delete(markOf(other));
    },
  };
}
