import { PortBlocks } from "../run/port_blocks.js";
import { Child } from "./child.js";

/** A storage server of the bench. */
export interface BenchServer {
  readonly child: Child;
  readonly desc: string;
  /** The addresses of its query actors. */
  readonly addresses: readonly string[];
}

/** Starts the bench's processes, and ends all of them at the end. */
export class Machines {
  readonly #children: Child[] = [];
  readonly #ports = new PortBlocks();

  /** `treeUrl` is the folder of the staged, compiled tree that is measured. */
  constructor(private readonly treeUrl: string) {}

  /** Starts the bare echo; its address is `localhost:port`. */
  async startEcho(): Promise<Child> {
    return this.#keep(await Child.start({ type: "echo" }));
  }

  /** Starts a load generator. */
  async startLoad(): Promise<Child> {
    return this.#keep(await Child.start({ type: "load", treeUrl: this.treeUrl }));
  }

  /** Starts a storage server. */
  async startServer(
    actors: number,
    remoteDescs: readonly string[] = [],
    latencyMs = 0,
  ): Promise<BenchServer> {
    const { basePort } = await this.#ports.acquire(actors + 1);
    const child = this.#keep(
      await Child.start({
        type: "server",
        treeUrl: this.treeUrl,
        startPort: basePort,
        actors,
        remoteDescs,
        latencyMs,
      }),
    );
    const addresses = Array.from({ length: actors }, (_, i) => `localhost:${basePort + 1 + i}`);
    return { child, desc: child.desc, addresses };
  }

  /** Ends all processes that were started. */
  async end(): Promise<void> {
    await Promise.all(this.#children.splice(0).map((child) => child.end()));
  }

  #keep(child: Child): Child {
    this.#children.push(child);
    return child;
  }
}
