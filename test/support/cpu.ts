/** Milliseconds of processor time that some work takes: on a busy machine the clock tells of the others as well. */
export function cpuOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
