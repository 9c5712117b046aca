import { existsSync, readFileSync } from "node:fs";
import type { Limits } from "./wall.js";

/** Nothing that a hand-in has any business to write is larger. */
const maxFileMiB = 64;

/** A server and its clients have less than a hundred threads; this only stops what never ends. */
const maxThreads = 1_024;

/** Ranges of code are multiples of this, in bytes. */
const rangeUnit = 16 * 2 ** 20;

const prlimit = ["/usr/bin/prlimit", "/bin/prlimit"].find((path) => existsSync(path));

/**
 * The beginning of a command that runs the rest of it under limits of the system; empty where they cannot be set.
 *
 * @param ownUser whether the process has a user of its own, whose processes and threads are counted.
 */
export function limitsCommand(
  { memoryMiB, threads = 1, cpuSeconds }: Limits,
  ownUser = false,
): readonly string[] {
  if (prlimit === undefined) return [];
  codeRange ??= codeRangeBytes();
  return [
    prlimit,
    `--data=${Math.round(memoryMiB * 2 ** 20) + (1 + threads) * codeRange}`,
    `--fsize=${maxFileMiB * 2 ** 20}`,
    "--core=0",
    ...(cpuSeconds === undefined ? [] : [`--cpu=${cpuSeconds}`]),
    ...(ownUser ? [`--nproc=${maxThreads}`] : []),
    "--",
  ];
}

let codeRange: number | undefined;

/**
 * What every thread that runs JavaScript reserves for its code, in bytes. The system counts the range as data where it is
 * mapped writable from the beginning (from Node 24 on, 512 MiB), although nearly all of it is never used.
 */
function codeRangeBytes(): number {
  const ranges = readFileSync("/proc/self/maps", "utf8").matchAll(/^(\w+)-(\w+) rwxp/gm);
  const bytes = [...ranges].map(([, from = "", to = ""]) => parseInt(to, 16) - parseInt(from, 16));
  // Its first and last pages can be mapped otherwise.
  return Math.ceil(Math.max(0, ...bytes) / rangeUnit) * rangeUnit;
}
