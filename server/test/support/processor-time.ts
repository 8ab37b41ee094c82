/** Milliseconds of this thread's own processor time: whatever else the machine does at the moment doesn't count. */
export function processorTime(work: () => unknown): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}
