import { spawnSync } from "node:child_process";
import { createHash, randomInt } from "node:crypto";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { chmod, chown, lchown, lstat, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A user that exists by its number only, and the group of a hand-in. */
export interface User {
  readonly uid: number;
  readonly gid: number;
}

/** Whether this process may become any user. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** A user that nobody else is, in the group of a hand-in's tree. */
export function newUser(tree: string): User {
  const { first, count } = numbers();
  const hash = createHash("sha256").update(tree).digest().readUInt32LE();
  return { uid: first + randomInt(count), gid: first + (hash % count) };
}

/** The numbers to choose from: so many that they never meet, except in containers that have only 65,536. */
function numbers(): { readonly first: number; readonly count: number } {
  const map = readFileSync("/proc/self/uid_map", "utf8").trim().split(/\s+/);
  const mapped = Number(map[0]) === 0 ? Number(map[2]) : 0;
  return mapped > 2 ** 31
    ? { first: 1_000_000_000, count: 1_000_000_000 }
    : { first: 20_000, count: 40_000 };
}

/**
 * Lets the group of a hand-in, and no other users, read its tree.
 *
 * @param writes whether the user may also write in it.
 * @returns a function that makes it this process's own again.
 */
export async function ownGroup(
  tree: string,
  { uid, gid }: User,
  writes: boolean,
): Promise<(() => Promise<void>) | undefined> {
  const own = process.getuid?.() ?? 0;
  await chown(tree, own, gid);
  await chmod(tree, 0o750);
  if (!writes) return undefined;
  await chownAll(tree, uid, gid);
  return () => chownAll(tree, own, gid);
}

async function chownAll(folder: string, uid: number, gid: number): Promise<void> {
  const entries = await readdir(folder, { recursive: true });
  await Promise.all(["", ...entries].map((entry) => lchown(join(folder, entry), uid, gid)));
}

/** Kills every process of a user, however fast it starts others. */
export function killUser({ uid, gid }: User): void {
  // A process of that user can kill them all at once, which from outside would be a race.
  for (let round = 0; round < 10 && hasProcesses(uid); round++) {
    spawnSync(process.execPath, ["-e", "process.kill(-1, 'SIGKILL')"], { uid, gid, env: {} });
  }
}

/** Folders in which everybody may write. */
const sharedFolders: ReadonlySet<string> = new Set([tmpdir(), "/tmp", "/var/tmp", "/dev/shm"]);

/** Removes what a user has left in folders in which everybody may write; call it when none of its processes runs. */
export async function removeFilesOf({ uid }: User): Promise<void> {
  for (const folder of sharedFolders) {
    for (const name of await readdir(folder).catch(() => [])) {
      const path = join(folder, name);
      const found = await lstat(path).catch(() => undefined);
      if (found?.uid === uid) await rm(path, { recursive: true, force: true });
    }
  }
}

function hasProcesses(uid: number): boolean {
  return readdirSync("/proc").some((entry) => /^\d+$/.test(entry) && isOf(entry, uid));
}

function isOf(pid: string, uid: number): boolean {
  try {
    return statSync(`/proc/${pid}`).uid === uid && !isZombie(pid);
  } catch {
    return false; // It has ended.
  }
}

function isZombie(pid: string): boolean {
  return readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\)/, "").startsWith(" Z ");
}
