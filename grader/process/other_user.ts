import { chmod, mkdir, readdir, chown, lstat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { limitsCommand } from "./limits_command.js";
import { removeScratch } from "./no_wall.js";
import { problemOf } from "./trial.js";
import { isRoot, killUser, newUser, ownGroup, removeFilesOf } from "./users.js";
import type { Enclosed, Reach, Wall } from "./wall.js";

/** What other users may see of the kit, by folder; everything else there is closed to them. */
const open: Readonly<Record<string, readonly string[]>> = {
  "": [
    "build",
    "node_modules",
    "package.json",
    "package-lock.json",
    "tsconfig.base.json",
    ".prettierrc.json",
  ],
  build: ["kit", "trees"],
  "build/kit": ["grader", "starter"],
};

/** The wall of the kind `user`, or why there is none. */
export async function otherUser(kit: string): Promise<Wall | string> {
  if (!isRoot()) return "the grader does not run as root, so it cannot use other users";
  await closeKit(kit);
  const wall = new OtherUser();
  const problem = await problemOf(wall, kit);
  return problem === undefined ? wall : `other users cannot run the kit (${problem})`;
}

class OtherUser implements Wall {
  readonly kind = "user";

  async enclose(command: readonly string[], reach: Reach): Promise<Enclosed> {
    const { kit, read, tree, writesTree = false, scratch, limits } = reach;
    const user = newUser(tree);
    await closeSiblings(kit, read);
    const giveBack = await ownGroup(tree, user, writesTree);
    if (scratch !== undefined) {
      await mkdir(scratch, { recursive: true, mode: 0o711 });
      await chown(scratch, user.uid, user.gid);
      await chmod(scratch, 0o700);
    }
    return {
      command: [...limitsCommand(limits, true), ...command],
      ...user,
      fds: [],
      endsWithProcess: false,
      end: async () => {
        killUser(user);
        await giveBack?.();
        await removeScratch(scratch);
        await removeFilesOf(user);
      },
    };
  }
}

/** Closes the kit to other users, except for what {@link open} names. Others who grade at the same time do the same. */
async function closeKit(kit: string): Promise<void> {
  for (const [folder, names] of Object.entries(open)) await closeExcept(join(kit, folder), names);
  const trees = join(kit, "build", "trees");
  for (const lab of await readdir(trees).catch(() => [])) await closeExcept(join(trees, lab), []);
}

/** In the folder of an assignment, closes what is beside the files that may be read: its oracle, for one. */
async function closeSiblings(kit: string, read: readonly string[]): Promise<void> {
  const labs = join(kit, "build", "kit", "grader", "labs");
  const names = new Map<string, Set<string>>();
  for (const path of read) {
    const [lab = "", name] = relative(labs, path).split(sep);
    if (lab === ".." || name === undefined) continue;
    names.set(lab, (names.get(lab) ?? new Set()).add(name));
  }
  for (const [lab, kept] of names) await closeExcept(join(labs, lab), [...kept]);
}

async function closeExcept(folder: string, names: readonly string[]): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    if (names.includes(name)) continue;
    const path = join(folder, name);
    const found = await lstat(path).catch(() => undefined);
    // Links have no modes of their own. The group is that of a hand-in that is graded at this moment.
    if (found === undefined || found.isSymbolicLink() || (found.mode & 0o007) === 0) continue;
    await chmod(path, found.mode & 0o770);
  }
}
