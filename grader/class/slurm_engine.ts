import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { UsageError } from "../base/exit_codes.js";
import type { Engine, EngineEvents } from "./engine.js";

/** What a worker asks Slurm for. */
export interface SlurmLimits {
  readonly memoryMiB: number;
  readonly cores: number;
  /** A hand-in that takes longer is given up. */
  readonly minutes: number;
  /** How many tasks run at once; undefined leaves it to Slurm. */
  readonly atOnce: number | undefined;
}

const run = promisify(execFile);

const pollMs = 1_000;

/**
 * Runs workers as a job array of Slurm: task N grades hand-in N. The folder of the results, the kit and the hand-ins
 * must be visible under the same paths on all nodes. Killed workers are tried again by whoever calls.
 */
export class SlurmEngine implements Engine {
  readonly #folder: string;
  readonly #command: readonly [program: string, ...args: string[]];
  readonly #limits: SlurmLimits;

  /** @param command what a task runs; it finds its number in `SLURM_ARRAY_TASK_ID`. */
  constructor(
    folder: string,
    command: readonly [program: string, ...args: string[]],
    limits: SlurmLimits,
  ) {
    this.#folder = folder;
    this.#command = command;
    this.#limits = limits;
  }

  async run(numbers: readonly number[], events: EngineEvents, signal: AbortSignal): Promise<void> {
    const logs = join(this.#folder, "slurm");
    await mkdir(logs, { recursive: true });
    const script = join(logs, "worker.sh");
    await writeFile(script, workerScript(this.#command));
    const { minutes, memoryMiB, cores, atOnce } = this.#limits;
    const array = `${ranges(numbers)}${atOnce === undefined ? "" : `%${atOnce}`}`;
    const id = await submit([
      ...["--parsable", "--job-name=cmud-class", `--array=${array}`, `--time=${minutes}`],
      ...[`--mem=${memoryMiB}M`, `--cpus-per-task=${cores}`, "--no-requeue"],
      ...[`--output=${join(logs, "%a.log")}`, "--open-mode=truncate", script],
    ]);
    signal.addEventListener("abort", () => void run("scancel", [id]).catch(() => undefined));
    await this.#follow(id, numbers, events, logs);
  }

  /** Watches the queue until no task of the job is in it. */
  async #follow(
    id: string,
    numbers: readonly number[],
    events: EngineEvents,
    logs: string,
  ): Promise<void> {
    const started = new Set<number>();
    const ended = new Set<number>();
    while (ended.size < numbers.length) {
      await sleep(pollMs);
      const queue = await queueOf(id);
      for (const number of numbers) {
        if (ended.has(number)) continue;
        const state = queue.get(number);
        if (state !== "PENDING" && !started.has(number)) {
          started.add(number);
          events.onStart(number);
        }
        if (state !== undefined) continue;
        ended.add(number);
        const log = await readFile(join(logs, `${number}.log`), "utf8").catch(() => "");
        events.onEnd(number, `ended in Slurm: ${log.trim().slice(-1_000) || "it left no output"}`);
      }
    }
  }
}

function workerScript([program, ...args]: readonly [string, ...string[]]): string {
  return `#!/bin/sh\nexec ${[program, ...args].map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(" ")}\n`;
}

async function submit(args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await run("sbatch", [...args]);
    // With several clusters, the name of the cluster follows.
    return stdout.trim().split(";")[0] ?? "";
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    throw new UsageError(
      missing
        ? "--engine slurm needs sbatch; run it where jobs are submitted"
        : `sbatch failed: ${String(error)}`,
    );
  }
}

/** The states of the tasks that are still in the queue, by their numbers. */
async function queueOf(id: string): Promise<ReadonlyMap<number, string>> {
  const args = ["--noheader", "--array", `--jobs=${id}`, "--format=%K %T"];
  // A job that has been forgotten is an error for squeue; an answer that got lost is no reason to give up.
  const { stdout } = await run("squeue", args).catch((error: unknown) => {
    if (/Invalid job id/i.test(String(error))) return { stdout: "" };
    return { stdout: undefined };
  });
  if (stdout === undefined) {
    await sleep(5 * pollMs);
    return await queueOf(id);
  }
  return new Map(
    stdout
      .split("\n")
      .map((line) => line.trim().split(" "))
      .filter(([number]) => /^\d+$/.test(number ?? ""))
      .map(([number, state = ""]) => [Number(number), state]),
  );
}

/** Numbers as Slurm and people write them: `0-3,7`. */
export function ranges(numbers: readonly number[]): string {
  const parts: [first: number, last: number][] = [];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const part = parts.at(-1);
    if (part?.[1] === number - 1) part[1] = number;
    else parts.push([number, number]);
  }
  return parts.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(",");
}
