import { spawn, type ChildProcess, type IOType, type SpawnOptions } from "node:child_process";
import { closeSync } from "node:fs";
import type { Enclosed } from "./wall.js";

/** The number of descriptors before those of {@link Enclosed.fds}. */
const ownDescriptors = 4;

/** Starts an enclosed command. `stdio` is that of `spawn`, for at most four descriptors. */
export function startEnclosed(
  { command: [file = "", ...args], uid, gid, fds }: Enclosed,
  stdio: readonly IOType[],
  options: SpawnOptions,
): ChildProcess {
  const filled = Array.from({ length: ownDescriptors }, (_, i) => stdio[i] ?? "ignore");
  try {
    return spawn(file, args, {
      ...options,
      stdio: [...filled, ...fds],
      ...(uid === undefined ? {} : { uid }),
      ...(gid === undefined ? {} : { gid }),
    });
  } finally {
    for (const fd of fds) closeSync(fd);
  }
}
