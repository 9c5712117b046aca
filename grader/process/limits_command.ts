import { existsSync } from "node:fs";
import type { Limits } from "./wall.js";

/** Nothing that a hand-in has any business to write is larger. */
const maxFileMiB = 64;

/** A server and its clients have less than a hundred threads; this only stops what never ends. */
const maxThreads = 1_024;

const prlimit = ["/usr/bin/prlimit", "/bin/prlimit"].find((path) => existsSync(path));

/**
 * The beginning of a command that runs the rest of it under limits of the system; empty where they cannot be set.
 *
 * @param ownUser whether the process has a user of its own, whose processes and threads are counted.
 */
export function limitsCommand(
  { memoryMiB, cpuSeconds }: Limits,
  ownUser = false,
): readonly string[] {
  if (prlimit === undefined) return [];
  return [
    prlimit,
    `--data=${Math.round(memoryMiB * 2 ** 20)}`,
    `--fsize=${maxFileMiB * 2 ** 20}`,
    "--core=0",
    ...(cpuSeconds === undefined ? [] : [`--cpu=${cpuSeconds}`]),
    ...(ownUser ? [`--nproc=${maxThreads}`] : []),
    "--",
  ];
}
