import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a master notes of its processes, so that they can be ended if it crashes. */
interface RunNote {
  readonly master: number;
  readonly tag: string;
  readonly pids: readonly number[];
}

const folder = join(tmpdir(), `cmud-master-${process.getuid?.() ?? "user"}`);

/** A word on the command line of every master. */
const masterMark = "master";

/** The note of a master that runs. */
export class RunFile {
  /** Is on the command line of every process of this master, and of no other one. */
  readonly tag = `--master=${process.pid}-${Date.now().toString(36)}`;
  readonly #pids: number[] = [];
  readonly #path = join(folder, `${process.pid}.json`);

  /** Adds a process. */
  add(pid: number): void {
    this.#pids.push(pid);
    const note: RunNote = { master: process.pid, tag: this.tag, pids: this.#pids };
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      writeFileSync(this.#path, JSON.stringify(note));
    } catch {
      // Without a note nobody can clean up later; that is no reason not to run now.
    }
  }

  /** Removes the note, because no process is left. */
  remove(): void {
    rmSync(this.#path, { force: true });
  }
}

/**
 * Ends the processes that masters have left behind which do not run any more, and nothing else: a process is recognized
 * by its number and its command line.
 *
 * @returns how many processes were ended.
 */
export function endLeftProcesses(): number {
  let ended = 0;
  for (const name of notesIn(folder)) {
    const path = join(folder, name);
    const { master, tag, pids } = JSON.parse(readFileSync(path, "utf8")) as RunNote;
    if (commandLineOf(master).includes(masterMark)) continue;
    for (const pid of pids) {
      if (!commandLineOf(pid).includes(tag)) continue;
      process.kill(pid, "SIGKILL");
      ended++;
    }
    rmSync(path, { force: true });
  }
  return ended;
}

function notesIn(path: string): readonly string[] {
  try {
    return readdirSync(path).filter((name) => name.endsWith(".json"));
  } catch {
    return []; // No master has run yet.
  }
}

/** The command line of a process; empty if there is none with that number. */
function commandLineOf(pid: number): string {
  return spawnSync("ps", ["-o", "args=", "-p", String(pid)], { encoding: "utf8" }).stdout;
}
