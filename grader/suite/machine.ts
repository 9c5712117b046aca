import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import type { PoolLimits } from "./pool.js";

/** The number of scenarios per core; they wait most of the time. */
const scenariosPerCore = 4;
const threadsPerCore = 32;

/** The share of the free memory that scenarios may use. */
const memoryShare = 0.7;

/** What a process that simulates takes, in MiB, together with what this process keeps of its runs. */
const simulatorMiB = 300;

/** What of that is neither its heap nor kept here. */
const simulatorBuffersMiB = 60;

/** How much this process still grows by, in MiB, after it has started others. */
const growthMiB = 220;

/** How much this machine or container can run at once; `jobs` overrides the number of scenarios. */
export function poolLimits(jobs: number | undefined): PoolLimits {
  const scenarios = jobs ?? Math.max(1, Math.round(coreCount() * scenariosPerCore));
  return {
    scenarios,
    // An explicit number of jobs also raises the limit on threads.
    threads: Math.max(
      threadsPerCore * Math.max(1, coreCount()),
      scenarios * (threadsPerCore / scenariosPerCore),
    ),
    memoryMiB: (process.availableMemory() / 2 ** 20) * memoryShare,
  };
}

/** How many processes this machine or container has cores and memory for, if they simulate. */
export function simulatorCount(): number {
  const freeMiB = (process.availableMemory() / 2 ** 20) * memoryShare;
  return Math.max(1, Math.min(Math.round(coreCount()), Math.floor(freeMiB / simulatorMiB)));
}

/** The heap limit of a process that simulates, in MiB, where there is little memory: every test must be content with it. */
export const leastHeapMiB = 288;

/** The heap limit of each of some processes that simulate, in MiB, if they and their buffers are to have enough. */
export function simulatorHeapMiB(count: number): number {
  const freeMiB = process.availableMemory() / 2 ** 20 - growthMiB;
  const shareMiB = Math.round((freeMiB * 0.9) / count) - simulatorBuffersMiB;
  return Math.min(1_536, Math.max(leastHeapMiB, shareMiB));
}

/** The memory limit for the process of one scenario, in MiB: at most what is available. */
export function scenarioMemoryMiB(): number {
  return Math.min(1_536, Math.round((process.availableMemory() / 2 ** 20) * 0.9));
}

/** How many cores this process may use: those of the machine, or the container's share of them. */
export function coreCount(): number {
  return Math.min(availableParallelism(), containerCores());
}

function containerCores(): number {
  try {
    // Control groups, version 2: "50000 100000" is half a core, "max 100000" no limit.
    const [quota, period] = readFileSync("/sys/fs/cgroup/cpu.max", "utf8").trim().split(" ");
    const cores = Number(quota) / Number(period);
    return cores > 0 ? cores : Infinity;
  } catch {
    return Infinity;
  }
}
