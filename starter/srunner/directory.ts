/**
 * How servers find each other: on its join port, every `srunner` lists itself and the servers that it knows, and is
 * told about servers that start or stop. So a new server needs the join address of only one other server to find all of
 * them.
 *
 * This is a convenience of the program and not part of the store, whose servers get only descs.
 */
import { formatAddress } from "../platform/address.js";
import { platform } from "../platform/current.js";
import { PlatformError } from "../platform/platform.js";
import { UsageError } from "../program.js";
import { RpcClient, type Remote } from "../rpc/rpc_client.js";
import { RpcError } from "../rpc/rpc_error.js";
import { RpcServer } from "../rpc/rpc_server.js";
import { defineService, paramsOf } from "../rpc/service.js";

/** A running server. */
interface Member {
  /** What later servers get in `remoteDescs`. */
  readonly desc: string;
  /** Its join address, which identifies it. */
  readonly joinAddress: string;
}

/** The service of an `srunner` on its join port. */
interface DirectoryService {
  /** Returns the server and all servers that it knows. Fails while the server starts. */
  members(params: object): Promise<readonly Member[]>;
  /** Reports a server that has started. */
  enter(params: { desc: string; joinAddress: string }): Promise<null>;
  /** Reports a server that has stopped. */
  leave(params: { joinAddress: string }): Promise<null>;
}

const directoryService = defineService<DirectoryService>("directory", {
  members: paramsOf({}),
  enter: paramsOf({ desc: "string", joinAddress: "string" }),
  leave: paramsOf({ joinAddress: "string" }),
});

/** How long to wait for another server's answer, in milliseconds. */
const deadlineMs = 5_000;

/** One server's list of the running servers. */
export class Directory {
  /** The join address of this server. */
  readonly joinAddress: string;

  readonly #server: RpcServer;
  readonly #others = new Map<string, Member>();
  #self: Member | undefined;

  /**
   * Starts answering on a port.
   *
   * @throws `PlatformError` `port-in-use` or `listen-failed`.
   */
  static async listen(port: number): Promise<Directory> {
    return new Directory(await RpcServer.listen({ port }));
  }

  private constructor(server: RpcServer) {
    this.#server = server;
    this.joinAddress = formatAddress(platform().publicName, server.port);
    server.register(directoryService, {
      members: () => {
        if (this.#self === undefined) throw new Error("the server is still starting; try again");
        return [this.#self, ...this.#others.values()];
      },
      enter: (member) => {
        this.#note(member);
        return null;
      },
      leave: ({ joinAddress }) => {
        this.#others.delete(joinAddress);
        return null;
      },
    });
  }

  /** The descs of the other known servers. */
  get descs(): string[] {
    return Array.from(this.#others.values(), ({ desc }) => desc);
  }

  /**
   * Asks a running server for itself and all servers that it knows.
   *
   * @throws an error that says what to do.
   */
  async join(address: string): Promise<void> {
    if (address === this.joinAddress) {
      throw new UsageError(`--join ${address} is this server's own join address`);
    }
    try {
      const members = await ask(address, (directory) => directory.members({}, { deadlineMs }));
      for (const member of members) this.#note(member);
    } catch (error) {
      if (!(error instanceof PlatformError || error instanceof RpcError)) throw error;
      const elsewhere = error instanceof RpcError && error.kind === "methodNotFound";
      const why = elsewhere
        ? `${address} is not the join port of a server; use the join address that it printed`
        : error.message;
      throw new Error(`cannot join: ${why}`, { cause: error });
    }
  }

  /** Tells all others that this server has started. Returns the join addresses of those that could not be told. */
  enter(desc: string): Promise<string[]> {
    const self = { desc, joinAddress: this.joinAddress };
    this.#self = self;
    return this.#tellOthers((directory) => directory.enter(self, { deadlineMs }));
  }

  /** Tells all others that this server stops, and stops answering. Ignores those that cannot be told. */
  async leave(): Promise<void> {
    const { joinAddress } = this;
    if (this.#self !== undefined) {
      await this.#tellOthers((directory) => directory.leave({ joinAddress }, { deadlineMs: 500 }));
    }
    await this.#server.close();
  }

  #note(member: Member): void {
    if (member.joinAddress !== this.joinAddress) this.#others.set(member.joinAddress, member);
  }

  async #tellOthers(
    tell: (directory: Remote<DirectoryService>) => Promise<null>,
  ): Promise<string[]> {
    const addresses = [...this.#others.keys()];
    const told = await Promise.allSettled(addresses.map((address) => ask(address, tell)));
    return addresses.filter((_, index) => told[index]?.status === "rejected");
  }
}

async function ask<R>(
  address: string,
  question: (directory: Remote<DirectoryService>) => Promise<R>,
): Promise<R> {
  // The artificial latency is for storage servers; here it would only cost time.
  platform().network.setLatency(0, address);
  const client = await RpcClient.dial(address, { timeoutMs: deadlineMs });
  try {
    return await question(client.use(directoryService));
  } finally {
    client.close();
  }
}
