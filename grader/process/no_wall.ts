import { mkdir, rm, rmdir } from "node:fs/promises";
import { dirname } from "node:path";
import { limitsCommand } from "./limits_command.js";
import type { Wall } from "./wall.js";

/** No wall at all. Limits hold where the system can set them. */
export const noWall: Wall = {
  kind: "none",
  enclose: async (command, { limits, scratch }) => {
    if (scratch !== undefined) await mkdir(scratch, { recursive: true });
    return {
      command: [...limitsCommand(limits), ...command],
      fds: [],
      endsWithProcess: false,
      end: () => removeScratch(scratch),
    };
  },
};

/** Removes a scratch folder, and the folder around it if that is empty. Does nothing without one. */
export async function removeScratch(scratch: string | undefined): Promise<void> {
  if (scratch === undefined) return;
  await rm(scratch, { recursive: true, force: true });
  // Other processes may have theirs in it.
  await rmdir(dirname(scratch)).catch(() => undefined);
}
