import { execFile, spawn, type ChildProcess } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** The environment variable that marks all descendants of such a process, even in other process groups. */
const markVariable = "CMUD_SCENARIO";

/** The environment variables that student code must not see: the addresses to which a grader reports its results. */
const secretVariable = /(^|_)(URL|TOKEN|SECRET|PASSWORD|KEY)$/i;

/**
 * Starts a module in a process of its own, as the leader of a group that {@link killAll} ends, with pipes for stdin,
 * stdout, stderr and a fourth one for reports.
 */
export function startGroup(
  module: URL,
  mark: string,
  nodeOptions: readonly string[] = [],
): ChildProcess {
  return spawn(process.execPath, [...nodeOptions, fileURLToPath(module)], {
    stdio: ["pipe", "pipe", "pipe", "pipe"],
    detached: true,
    windowsHide: true,
    env: { ...environment(), [markVariable]: mark },
  });
}

/** The environment of such a process: without secrets, and without variables that colour output. */
function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !secretVariable.test(name));
  return { ...Object.fromEntries(kept), FORCE_COLOR: undefined };
}

/**
 * Kills a process that was started `detached`, and everything in its group. Processes that have left the group are
 * found by their mark where `/proc` shows it; elsewhere they escape.
 */
export async function killAll(child: ChildProcess, mark: string): Promise<void> {
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
