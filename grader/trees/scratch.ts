import { readdir, rm, rmdir } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { hasEnded } from "./has_ended.js";

let last = 0;

/** A new name for a folder of this process beside a compiled tree. Nothing is at it yet; who makes it removes it. */
export function newScratch(jsDir: string): string {
  return join(scratchOf(jsDir), `${hostname()}-${process.pid}-${++last}`);
}

/** Removes what processes that were killed have left beside a compiled tree. */
export async function removeAbandonedScratch(jsDir: string): Promise<void> {
  const all = scratchOf(jsDir);
  for (const name of await readdir(all).catch(() => [])) {
    const [, host = "", pid] = /^(.*)-(\d+)-\d+$/.exec(name) ?? [];
    if (hasEnded(host, Number(pid))) await rm(join(all, name), { recursive: true, force: true });
  }
  // It is there no longer, or others work in it.
  await rmdir(all).catch(() => undefined);
}

function scratchOf(jsDir: string): string {
  return `${jsDir}.hosts`;
}
