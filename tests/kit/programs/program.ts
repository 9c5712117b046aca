import { spawn, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { eventually } from "../support.js";

/** What is left of a program that has ended. */
export interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** A program of the staged solution that runs in a process of its own. */
export class Program {
  output = "";
  errors = "";
  readonly ended: Promise<Ended>;
  readonly process: ChildProcess;

  /**
   * Starts it.
   *
   * @param name is the folder of its `main`, or the path of the `main` itself.
   * @param input is all that it gets to read; `"open"` leaves the input open for {@link Program.type}.
   */
  constructor(name: string, args: readonly string[], input = "") {
    const main = name.includes("/")
      ? name
      : fileURLToPath(import.meta.resolve(`#solution/${name}/main.js`));
    this.process = spawn(process.execPath, [main, ...args], { stdio: "pipe" });
    this.process.stdout?.on("data", (data: Buffer) => (this.output += data.toString()));
    this.process.stderr?.on("data", (data: Buffer) => (this.errors += data.toString()));
    if (input !== "open") this.process.stdin?.end(input);
    this.ended = new Promise((resolve) => {
      this.process.once("close", (code) => {
        resolve({ code, output: this.output, errors: this.errors });
      });
    });
  }

  /** Types a line into an open input. */
  type(line: string): void {
    this.process.stdin?.write(`${line}\n`);
  }

  /** Waits until a text has been printed. */
  async shows(text: string): Promise<void> {
    await eventually(
      `"${text}" is printed`,
      () => {
        if (this.process.exitCode !== null && !this.output.includes(text)) {
          throw new Error(`ended without "${text}": ${this.output}${this.errors}`);
        }
        return this.output.includes(text);
      },
      20_000,
    );
  }
}

/** Starts a storage server, and waits until it runs. */
export async function startServer(port: number, ...args: string[]): Promise<Program> {
  const server = new Program("srunner", ["--port", String(port), ...args]);
  try {
    await server.shows("Ctrl-C stops the server");
    return server;
  } catch (error) {
    server.process.kill("SIGKILL");
    throw error;
  }
}
