/**
 * How servers find each other: every `srunner` answers on its join port who it is and whom it knows, and is told of
 * servers that come and go. So a new server needs the join address of one of the others, and learns of all.
 *
 * This is a convenience of the program, outside of the store: servers still get nothing but descs.
 */
import { platform } from "../platform/current.js";
import { formatAddress } from "../platform/address.js";
import { RpcClient } from "../rpc/rpc_client.js";
import { RpcServer } from "../rpc/rpc_server.js";
import { defineService, paramsOf } from "../rpc/service.js";

/** A running server. */
export interface Member {
  /** What later servers get in `remoteDescs`. */
  readonly desc: string;
  /** Its join address, by which it is told apart. */
  readonly joinAddress: string;
}

/** What an `srunner` answers on its join port. */
export interface DirectoryService {
  /** The server and all that it knows. Fails while the server starts. */
  members(params: object): Promise<readonly Member[]>;
  /** Tells of a server that runs now. */
  enter(params: { desc: string; joinAddress: string }): Promise<null>;
  /** Tells of a server that has stopped. */
  leave(params: { joinAddress: string }): Promise<null>;
}

/** The directory as an RPC service. */
export const directoryService = defineService<DirectoryService>("directory", {
  members: paramsOf({}),
  enter: paramsOf({ desc: "string", joinAddress: "string" }),
  leave: paramsOf({ joinAddress: "string" }),
});

/** How long another server has to answer, in milliseconds. */
const deadlineMs = 5_000;

/** One server's list of the servers that run. */
export class Directory {
  /** Where this one can be asked. */
  readonly joinAddress: string;

  readonly #server: RpcServer;
  readonly #others = new Map<string, Member>();
  #self: Member | undefined;

  /**
   * Begins to answer on a port.
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

  /** The descs of the other servers that are known. */
  get descs(): string[] {
    return [...this.#others.values()].map((member) => member.desc);
  }

  /**
   * Asks a running server for itself and all that it knows.
   *
   * @throws `PlatformError` `unreachable`, or an `RpcError` when the port is another one's.
   */
  async learnFrom(joinAddress: string): Promise<void> {
    const members = await ask(joinAddress, (directory) => directory.members({}, { deadlineMs }));
    for (const member of members) this.#note(member);
  }

  /** Tells all others that this server runs now. Returns the join addresses of those that could not be told. */
  enter(desc: string): Promise<string[]> {
    const self = { desc, joinAddress: this.joinAddress };
    this.#self = self;
    return this.#tellOthers((directory) => directory.enter(self, { deadlineMs }));
  }

  /** Tells all others that this server stops, and answers no more. Who cannot be told is left alone. */
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

  async #tellOthers(tell: (directory: RemoteDirectory) => Promise<null>): Promise<string[]> {
    const told = await Promise.all(
      [...this.#others.keys()].map((address) =>
        ask(address, tell).then(
          () => [],
          () => [address],
        ),
      ),
    );
    return told.flat();
  }
}

type RemoteDirectory = ReturnType<typeof RpcClient.prototype.use<DirectoryService>>;

async function ask<R>(
  address: string,
  question: (directory: RemoteDirectory) => Promise<R>,
): Promise<R> {
  // An artificial latency is one between storage servers; here it would only be waiting.
  platform().network.setLatency(0, address);
  const client = await RpcClient.dial(address, { timeoutMs: deadlineMs });
  try {
    return await question(client.use(directoryService));
  } finally {
    client.close();
  }
}
