import { fork, type ChildProcess } from "node:child_process";
import { SpawningPort, type HostData, type HostMessage, type SpawnedHost } from "./node_host.js";
import type { HostPort, TraceSink } from "./platform.js";

/** How hosts are spawned as processes of the operating system. */
export interface ProcessOptions {
  /** An argument on the command line of each process, by which it can be recognized. It has no other effect. */
  readonly tag: string;
  /** Is told the number of each process, as soon as there is one. */
  readonly onSpawn?: (pid: number) => void;
}

/**
 * Starts a process that runs a module's `main`; see `Platform.spawn`. It ends when this process ends, however that
 * happens, unless its code does not return. What it prints goes to this process's standard error.
 */
export function spawnProcess(
  data: HostData,
  { tag, onSpawn }: ProcessOptions,
  trace: TraceSink | undefined,
): Promise<HostPort> {
  const child = fork(new URL("./node_process_main.js", import.meta.url), [data.host, tag], {
    // Ctrl-C is for the process that owns the terminal; it ends those that it has spawned.
    detached: true,
    // What its code prints must not mix with the output of a program that others read.
    stdio: ["ignore", process.stderr.fd, "inherit", "ipc"],
  });
  if (child.pid !== undefined) onSpawn?.(child.pid);
  const spawned = new SpawnedProcess(child);
  child.send(data);
  return SpawningPort.open(spawned, data.host, trace);
}

class SpawnedProcess implements SpawnedHost {
  readonly what = "process";
  readonly #child: ChildProcess;

  constructor(child: ChildProcess) {
    this.#child = child;
  }

  send(message: HostMessage): void {
    if (this.#child.connected) this.#child.send(message, () => undefined);
  }

  onMessage(handle: (message: HostMessage) => void): void {
    this.#child.on("message", (message) => {
      handle(message as HostMessage);
    });
  }

  onEnd(handle: (exitCode: number, failure: Error | undefined) => void): void {
    let failure: Error | undefined;
    this.#child.once("error", (error) => (failure = error));
    // Behind everything that it has sent.
    this.#child.once("close", (exitCode) => {
      handle(exitCode ?? 1, failure);
    });
  }

  kill(): void {
    this.#child.kill("SIGKILL");
  }
}
