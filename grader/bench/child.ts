import { fork, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { ChildStart, FromChild, Order, OrderResult } from "./protocol.js";

/** How long a child may take to start or to carry out an order, in milliseconds. */
const deadlineMs = 60_000;

/** A child process of the bench. */
export class Child {
  /** What a server says about itself; empty for others. */
  desc = "";
  /** Where the echo listens; 0 for others. */
  port = 0;

  readonly #process: ChildProcess;
  readonly #name: string;

  /** Starts a child and waits until it is ready for orders. */
  static async start(start: ChildStart): Promise<Child> {
    const child = new Child(start.type);
    const started = await child.#ask(start);
    if (started.type === "started") {
      child.desc = started.desc;
      child.port = started.port;
    }
    return child;
  }

  private constructor(name: string) {
    this.#name = name;
    const main = fileURLToPath(new URL("./child_main.js", import.meta.url));
    const probe = new URL("./heap_probe.js", import.meta.url).href;
    this.#process = fork(main, [], {
      // Threads inherit the flags, so the probe gets into every one of them.
      execArgv: ["--expose-gc", "--import", probe],
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
  }

  /** Has an order carried out. One at a time. */
  async ask(order: Order): Promise<OrderResult> {
    const answer = await this.#ask(order);
    return answer.type === "done" ? answer.result : [];
  }

  /** Kills the process. */
  end(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#process.exitCode !== null || this.#process.signalCode !== null) {
        resolve();
        return;
      }
      this.#process.once("exit", () => {
        resolve();
      });
      this.#process.kill("SIGKILL");
    });
  }

  #ask(message: ChildStart | Order): Promise<FromChild> {
    return new Promise((resolve, reject) => {
      const settle = (act: () => void): void => {
        clearTimeout(deadline);
        this.#process.off("message", onMessage);
        this.#process.off("exit", onExit);
        act();
      };
      const fail = (why: string): void => {
        settle(() => {
          reject(new Error(`the ${this.#name} process, asked for "${message.type}": ${why}`));
        });
      };
      const onMessage = (answer: FromChild): void => {
        if (answer.type === "failed") fail(answer.message);
        else
          settle(() => {
            resolve(answer);
          });
      };
      const onExit = (code: number | null, signal: string | null): void => {
        fail(`ended (${code ?? signal ?? "?"})`);
      };
      const deadline = setTimeout(() => {
        fail(`no answer within ${deadlineMs} ms`);
      }, deadlineMs);
      this.#process.on("message", onMessage);
      this.#process.on("exit", onExit);
      this.#process.send(message);
    });
  }
}
