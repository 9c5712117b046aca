import { createServer } from "node:net";

/** A block of free ports that is nobody else's until it is given back. */
export interface PortBlock {
  readonly basePort: number;
  readonly size: number;
}

/** Ports from here on are rarely anybody's, and below here systems take the ports of outgoing connections. */
const firstPort = 10_000;
const endPort = 32_768;

/**
 * Hands out blocks of contiguous ports. Each block was free on the loopback interface when it was handed out; a block is
 * used again as late as possible. Two allocators of one machine start at different places.
 */
export class PortBlocks {
  readonly #taken = new Set<PortBlock>();
  #next = firstPort + Math.floor(Math.random() * (endPort - firstPort));

  /** Finds a block. Throws when there is none. */
  async acquire(size: number): Promise<PortBlock> {
    for (let tries = 0; tries < 2_000; tries++) {
      const block = { basePort: this.#advance(size), size };
      if ([...this.#taken].some((other) => overlap(block, other))) continue;
      this.#taken.add(block);
      if (await isFree(block)) return block;
      this.#taken.delete(block);
    }
    throw new Error(`no block of ${size} free ports between ${firstPort} and ${endPort - 1}`);
  }

  /** Gives a block back. */
  release(block: PortBlock): void {
    this.#taken.delete(block);
  }

  #advance(size: number): number {
    if (this.#next + size > endPort) this.#next = firstPort;
    const basePort = this.#next;
    this.#next += Math.max(1, size);
    return basePort;
  }
}

function overlap(a: PortBlock, b: PortBlock): boolean {
  return a.basePort < b.basePort + b.size && b.basePort < a.basePort + a.size;
}

async function isFree({ basePort, size }: PortBlock): Promise<boolean> {
  for (let port = basePort; port < basePort + size; port++) {
    if (!(await canListen(port))) return false;
  }
  return true;
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => {
      resolve(false);
    });
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}
