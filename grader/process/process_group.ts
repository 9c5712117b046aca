import { execFile, type ChildProcess } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { noWall } from "./no_wall.js";
import { startEnclosed } from "./start_enclosed.js";
import type { Reach, Wall } from "./wall.js";

/** The environment variable that marks all descendants of such a process, even in other process groups. */
const markVariable = "CMUD_SCENARIO";

/** The environment variables that such a process gets from this one: those of the system, of coverage, and of memory. */
const passedOn =
  /^(LANG|LC_\w+|TZ|TMPDIR|TEMP|TMP|SYSTEMROOT|CMUD_END_IN_ORDER|NYC_\w+|NODE_V8_COVERAGE|MALLOC_\w+)$/i;

/** A wall, and what a process behind it may reach. */
export interface Behind {
  readonly wall: Wall;
  readonly reach: Reach;
}

/** A process that was started, and how to end it. */
export interface Group {
  readonly child: ChildProcess;
  /** Kills the process and everything that it has started, and removes what is left of it. */
  readonly kill: () => Promise<void>;
}

/**
 * Starts a module in a process of its own, as the leader of a group, with pipes for stdin, stdout, stderr and a fourth
 * one for reports.
 *
 * @param behind by default, no wall.
 */
export async function startGroup(
  module: URL,
  mark: string,
  nodeOptions: readonly string[],
  behind: Behind | undefined,
): Promise<Group> {
  const command = [process.execPath, ...nodeOptions, fileURLToPath(module)];
  const { wall, reach } = behind ?? { wall: noWall, reach: undefined };
  const enclosed = reach === undefined ? unenclosed(command) : await wall.enclose(command, reach);
  const child = startEnclosed(enclosed, ["pipe", "pipe", "pipe", "pipe"], {
    detached: true,
    windowsHide: true,
    env: { ...environment(), [markVariable]: mark },
  });
  const kill = async (): Promise<void> => {
    await killAll(child, enclosed.endsWithProcess ? undefined : mark);
    await enclosed.end();
  };
  return { child, kill };
}

function unenclosed(command: readonly string[]): Awaited<ReturnType<Wall["enclose"]>> {
  return { command, fds: [], endsWithProcess: false, end: () => Promise.resolve() };
}

/** The environment of such a process. What a grader reports its results with is not in it. */
function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => passedOn.test(name)));
}

/**
 * Kills a process that was started `detached` and marked, with everything that it has started. Idempotent.
 *
 * @param mark the value of its environment variable `CMUD_SCENARIO`.
 */
export async function endGroup(child: ChildProcess, mark: string): Promise<void> {
  await killAll(child, mark);
}

/**
 * Kills a process that was started `detached`, and everything in its group. Processes that have left the group are
 * found by their mark where `/proc` shows it; elsewhere they escape.
 */
async function killAll(child: ChildProcess, mark: string | undefined): Promise<void> {
  const { pid } = child;
  if (pid === undefined) return;
  if (process.platform === "win32") {
    await new Promise<void>((resolve) => {
      execFile("taskkill", ["/pid", String(pid), "/T", "/F"], () => {
        resolve();
      });
    });
    return;
  }
  kill(-pid);
  if (mark === undefined) return;
  // A marked process may start another one during the search, so repeat it until there is none.
  for (let round = 0; round < 5; round++) {
    const strays = await marked(mark);
    if (strays.length === 0) return;
    for (const stray of strays) kill(stray);
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has already ended.
  }
}

/** The running processes whose environment carries a mark. */
async function marked(mark: string): Promise<number[]> {
  if (process.platform !== "linux") return [];
  const entries = await readdir("/proc").catch(() => []);
  const wanted = `${markVariable}=${mark}\0`;
  const found = await Promise.all(
    entries
      .filter((entry) => /^\d+$/.test(entry))
      .map(async (entry) => {
        // Other users' processes cannot be read, and a zombie's environment is empty.
        const environment = await readFile(`/proc/${entry}/environ`, "latin1").catch(() => "");
        return environment.includes(wanted) ? Number(entry) : undefined;
      }),
  );
  return found.filter((pid) => pid !== undefined);
}
