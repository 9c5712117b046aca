import { spawn } from "node:child_process";
import { coreCount } from "../suite/machine.js";
import type { Engine, EngineEvents } from "./engine.js";

/** The most memory that grading one hand-in takes, in MiB: the linter's and the compiler's, then the tests'. */
export const workerMiB = 900;

/** How many hand-ins this machine can grade at once. */
export function workersHere(): number {
  const freeMiB = process.availableMemory() / 2 ** 20;
  return Math.max(1, Math.min(Math.floor(coreCount()), Math.floor((freeMiB * 0.8) / workerMiB)));
}

/** Runs workers on this machine, several at a time. */
export class PoolEngine implements Engine {
  readonly #command: (number: number) => readonly [program: string, ...args: string[]];
  readonly #workers: number;
  readonly #limitMs: number;

  /**
   * @param command the command that grades a hand-in by its number. The process is to end when its stdin does, so that no
   *   worker outlives this process.
   * @param limitMs a worker that takes longer is killed.
   */
  constructor(
    command: (number: number) => readonly [program: string, ...args: string[]],
    workers: number,
    limitMs: number,
  ) {
    this.#command = command;
    this.#workers = workers;
    this.#limitMs = limitMs;
  }

  async run(numbers: readonly number[], events: EngineEvents, signal: AbortSignal): Promise<void> {
    const queue = [...numbers];
    const lane = async (): Promise<void> => {
      for (;;) {
        const number = queue.shift();
        if (number === undefined || signal.aborted) return;
        events.onStart(number);
        events.onEnd(number, await this.#work(number, signal));
      }
    };
    await Promise.all(Array.from({ length: Math.min(this.#workers, queue.length) }, lane));
  }

  /** Runs one worker; resolves with why it failed, or undefined. */
  #work(number: number, signal: AbortSignal): Promise<string | undefined> {
    const [program, ...args] = this.#command(number);
    return new Promise((resolve) => {
      const child = spawn(program, args, { stdio: ["pipe", "ignore", "pipe"], windowsHide: true });
      let said = "";
      let why: string | undefined;
      const end = (reason: string): void => {
        why ??= reason;
        child.kill("SIGKILL");
      };
      const timer = setTimeout(() => {
        end(`took longer than ${Math.round(this.#limitMs / 60_000)} minutes`);
      }, this.#limitMs);
      const onAbort = (): void => {
        end("was stopped");
      };
      signal.addEventListener("abort", onAbort);
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        said = (said + text).slice(-2_000);
      });
      child.stdin.on("error", () => undefined);
      child.once("error", (error) => {
        why ??= `could not be started: ${error.message}`;
      });
      child.once("close", (code, killedBy) => {
        clearTimeout(timer);
        signal.removeEventListener("abort", onAbort);
        const how =
          killedBy === null ? `ended with exit code ${code ?? "?"}` : `was killed by ${killedBy}`;
        const failed = why ?? (code === 0 ? undefined : how);
        resolve(
          failed === undefined ? undefined : `${failed}${said === "" ? "" : `: ${said.trim()}`}`,
        );
      });
    });
  }
}
