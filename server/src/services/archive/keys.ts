/** Of whom and when: enough to name everything that is archived of an interview, the same at each try. */
export interface ArchivedInterview {
  tenant: string;
  interview: string;
  created_at: Date;
}

/** `tenant/yyyy/mm/interview/`, by the month in UTC in which the interview was made. */
export function prefixOf({ tenant, interview, created_at }: ArchivedInterview): string {
  const [year, month] = created_at.toISOString().split('-');
  return `${tenant}/${year}/${month}/${interview}/`;
}

export const workspaceKey = (of: ArchivedInterview): string => `${prefixOf(of)}workspace.tar.zst`;
export const recordingPrefix = (of: ArchivedInterview): string => `${prefixOf(of)}recording/`;
export const recordingIndexKey = (of: ArchivedInterview): string => `${recordingPrefix(of)}index.json`;

/** Zero-filled, so that a list of the keys is in the order of the log. */
export const segmentKey = (of: ArchivedInterview, first_seq: number): string =>
  `${recordingPrefix(of)}${String(first_seq).padStart(9, '0')}.json`;
