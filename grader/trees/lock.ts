import { mkdir, open, readFile, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { hasEnded } from "./has_ended.js";

const RETRY_MS = 50;
const GIVE_UP_MS = 120_000;

/**
 * Runs `work` while holding a lock file, so that only one process does so at a time. A lock whose owner has died is
 * taken over.
 *
 * @throws if the lock is not free after two minutes, or the exception of `work`.
 */
export async function withLock<T>(lockFile: string, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(lockFile), { recursive: true });
  const deadline = Date.now() + GIVE_UP_MS;
  while (!(await take(lockFile))) {
    if (await isAbandoned(lockFile)) {
      await rm(lockFile, { force: true });
    } else if (Date.now() > deadline) {
      throw new Error(`another run holds the lock ${lockFile}; end that run, or remove the file`);
    } else {
      await sleep(RETRY_MS);
    }
  }
  try {
    return await work();
  } finally {
    await rm(lockFile, { force: true });
  }
}

async function take(lockFile: string): Promise<boolean> {
  try {
    const file = await open(lockFile, "wx");
    await file.writeFile(`${process.pid} ${hostname()}`);
    await file.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

async function isAbandoned(lockFile: string): Promise<boolean> {
  const text = await readFile(lockFile, "utf8").catch(() => "");
  const [pid = "", host = hostname()] = text.trim().split(" ");
  // An empty file: its owner is about to write its number.
  return pid !== "" && hasEnded(host, Number(pid));
}
