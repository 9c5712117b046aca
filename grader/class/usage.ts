import { readFileSync } from "node:fs";

/** The processor time of this process and of those that it has waited for, in seconds. */
export function cpuSeconds(): number {
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  return (userCPUTime + systemCPUTime) / 1e6 + childSeconds();
}

/** Of processes that have ended; 0 where the system does not tell. */
function childSeconds(): number {
  try {
    const stat = readFileSync("/proc/self/stat", "latin1");
    // The fields after the name, which may contain anything: cutime and cstime are the 16th and 17th of all.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const ticksPerSecond = 100;
    return (Number(fields[13]) + Number(fields[14])) / ticksPerSecond;
  } catch {
    return 0;
  }
}
