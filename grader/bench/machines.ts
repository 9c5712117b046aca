import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { PortBlocks } from "../run/port_blocks.js";
import type { ChildCalls } from "./child_main.js";

/** How long a child may take to carry out a call, in milliseconds. */
const deadlineMs = 60_000;

/** A child process of the bench. */
export class Child {
  readonly #process;
  readonly #ended: Promise<unknown>;

  /** Starts a child for the staged, compiled tree in a folder, which is given as a URL. */
  constructor(treeUrl: string) {
    const main = fileURLToPath(new URL("./child_main.js", import.meta.url));
    const probe = new URL("./heap_probe.js", import.meta.url).href;
    this.#process = fork(main, [treeUrl], {
      // Threads inherit the flags, so the probe gets into every one of them.
      execArgv: ["--expose-gc", "--import", probe],
      serialization: "advanced",
    });
    this.#ended = once(this.#process, "exit");
  }

  /**
   * Has the child carry out one call at a time. Rejects with what the call throws, and if the process
   * ends or does not answer in time.
   */
  async call<C extends keyof ChildCalls>(
    name: C,
    ...[params]: Parameters<ChildCalls[C]>
  ): Promise<Awaited<ReturnType<ChildCalls[C]>>> {
    const signal = AbortSignal.timeout(deadlineMs);
    const answered = once(this.#process, "message", { signal });
    this.#process.send({ name, params });
    const ended = this.#ended.then(() => {
      throw new Error(`a process of the bench ended while it was asked to ${name}`);
    });
    const [answer] = (await Promise.race([answered, ended])) as [
      { result: Awaited<ReturnType<ChildCalls[C]>>; error?: Error },
    ];
    if (answer.error !== undefined) throw answer.error;
    return answer.result;
  }

  /** Kills the process, and waits for its end. */
  async end(): Promise<void> {
    this.#process.kill("SIGKILL");
    await this.#ended;
  }
}

/** A server of the bench. */
export interface BenchServer {
  readonly child: Child;
  /** What later storage servers get in `remoteDescs`; empty for the echo. */
  readonly desc: string;
  /** The addresses of its query actors, or of the echo server. */
  readonly addresses: readonly [string, ...string[]];
}

/** Starts the processes of a measurement, and ends them. */
export class Machines {
  readonly #children: Child[] = [];
  readonly #ports = new PortBlocks();

  /** `treeUrl` is the folder of the staged, compiled tree that is measured, with a slash at its end. */
  constructor(private readonly treeUrl: string) {}

  /** Starts a process; it generates load unless it is told to be a server. */
  start(): Child {
    const child = new Child(this.treeUrl);
    this.#children.push(child);
    return child;
  }

  /** Starts the bare echo. */
  async startEcho(): Promise<BenchServer> {
    const child = this.start();
    return { child, desc: "", addresses: [await child.call("startEcho")] };
  }

  /** Starts a storage server. */
  async startServer(
    actors: 1 | 2,
    remoteDescs: readonly string[] = [],
    latencyMs = 0,
  ): Promise<BenchServer> {
    const { basePort: startPort } = await this.#ports.acquire(actors + 1);
    const child = this.start();
    const desc = await child.call("startServer", { startPort, actors, remoteDescs, latencyMs });
    const addressOf = (actor: number): string => `localhost:${startPort + actor}`;
    return { child, desc, addresses: actors === 1 ? [addressOf(1)] : [addressOf(1), addressOf(2)] };
  }

  /** Ends all processes that were started. */
  async end(): Promise<void> {
    await Promise.all(this.#children.splice(0).map((child) => child.end()));
  }
}
