import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { endGroup } from "../../../process/process_group.js";

/** The environment variable that marks the processes of a master, wherever they have gone. */
const markVariable = "CMUD_SCENARIO";

/** How long a master may take to end behind its last command, in milliseconds. */
const endMs = 10_000;

let lastMark = 0;

/**
 * A master that runs as a process of its own, in whatever language it is written: it reads commands from its standard
 * input and prints what they yield. Nothing else is known of it, so whoever writes commands must know how many lines
 * they print.
 */
export class MasterProcess {
  readonly #child: ChildProcess;
  readonly #mark: string;
  readonly #lines: string[] = [];
  #errors = "";
  #ended: string | undefined;
  #wake: () => void = () => undefined;

  /** @param command the program and its arguments. */
  constructor([program = "", ...args]: readonly string[]) {
    this.#mark = `master ${process.pid} ${++lastMark}`;
    this.#child = spawn(program, args, {
      detached: true,
      stdio: ["pipe", "pipe", "pipe"],
      env: { ...process.env, [markVariable]: this.#mark },
    });
    const child = this.#child;
    child.once("error", ({ message }) => {
      this.#end(`it cannot be started: ${message}`);
    });
    child.once("exit", (code, signal) => {
      this.#end(signal === null ? `it has ended with exit code ${code ?? 0}` : `it was killed`);
    });
    // Whoever writes to a process that has ended learns of it when waiting for lines.
    child.stdin?.on("error", () => undefined);
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#errors = (this.#errors + text).slice(-4_000);
    });
    if (child.stdout === null) return;
    createInterface({ input: child.stdout, crlfDelay: Infinity }).on("line", (line) => {
      this.#lines.push(line);
      this.#wake();
    });
  }

  /** The end of what it has written to standard error. */
  get errors(): string {
    return this.#errors.trim();
  }

  /** Why it runs no longer; undefined while it runs. */
  get ended(): string | undefined {
    return this.#ended;
  }

  /** Writes commands, one a line. */
  write(commands: readonly string[]): void {
    this.#child.stdin?.write(commands.map((line) => `${line}\n`).join(""));
  }

  /** Waits for lines; fewer come back if no more come in time, or it ends. */
  async read(count: number, withinMs: number): Promise<readonly string[]> {
    const deadline = performance.now() + withinMs;
    while (this.#lines.length < count && this.#ended === undefined) {
      const leftMs = deadline - performance.now();
      if (leftMs <= 0) break;
      await new Promise<void>((resolve) => {
        const timeout = setTimeout(resolve, leftMs);
        this.#wake = () => {
          clearTimeout(timeout);
          resolve();
        };
      });
    }
    return this.#lines.splice(0, count);
  }

  /** Ends its input, and waits until it has ended; returns the lines that nobody has read. */
  async finish(): Promise<readonly string[]> {
    this.#child.stdin?.end();
    return await this.read(Infinity, endMs);
  }

  /** Kills it, and all that it has started. */
  async kill(): Promise<void> {
    await endGroup(this.#child, this.#mark);
  }

  #end(why: string): void {
    // What it has printed arrives a moment later.
    setTimeout(() => {
      this.#ended ??= why;
      this.#wake();
    }, 50);
  }
}
