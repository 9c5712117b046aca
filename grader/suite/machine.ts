import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import type { PoolLimits } from "./pool.js";

/** Scenarios wait most of the time, so several of them share a core. */
const scenariosPerCore = 4;
const threadsPerCore = 32;

/** The part of the free memory that scenarios may take. */
const memoryShare = 0.7;

/** How much this machine, or container, can run at once; `jobs` overrules the number of scenarios. */
export function poolLimits(jobs: number | undefined): PoolLimits {
  const scenarios = jobs ?? Math.max(1, Math.round(coreCount() * scenariosPerCore));
  return {
    scenarios,
    // Who asks for more jobs than usual wants them to run.
    threads: Math.max(
      threadsPerCore * Math.max(1, coreCount()),
      scenarios * (threadsPerCore / scenariosPerCore),
    ),
    memoryMiB: (process.availableMemory() / 2 ** 20) * memoryShare,
  };
}

/** The most memory that the process of one scenario may use, in MiB: no more than there is. */
export function scenarioMemoryMiB(): number {
  return Math.min(1_536, Math.round((process.availableMemory() / 2 ** 20) * 0.9));
}

/** How many cores this process may use: those of the machine, or the share that a container has of them. */
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
