import { platform } from "../platform/current.js";
import type { Platform } from "../platform/platform.js";
import { UsageError } from "../program.js";
import type { StoreEntry } from "../sessions/messages.js";
import type { Command } from "./commands.js";
import { Network, type StartProcess } from "./network.js";

/** How long `stabilize` waits at most, in milliseconds. */
const stabilizeMs = 5_000;

/** How often `stabilize` looks whether servers agree at first, in milliseconds. */
const lookEveryMs = 5;

/** Later it waits for this part of the time that has passed. */
const lookEveryPart = 1 / 50;

/** To look at large stores takes long: it waits for a millisecond for so many characters that it has looked at. */
const charactersPerMs = 50_000;

/** Carries out commands, one after the other, on processes that it starts. */
export class Master {
  readonly #platform: Platform = platform();
  readonly #network: Network;

  constructor(start: StartProcess) {
    this.#network = new Network(start);
  }

  /**
   * Carries out a command; call it when the one before has ended.
   *
   * @returns the lines to print.
   * @throws {@link UsageError} if it is impossible, such as a server that does not run; nothing was changed then. `Error`
   *   if a process does not start, or does not reply.
   */
  async execute(command: Command): Promise<readonly string[]> {
    const network = this.#network;
    switch (command.name) {
      case "joinServer":
        await network.join("server", command.id, network.servers);
        return [];
      case "joinClient":
        network.require(command.server, "server");
        await network.join("client", command.id, [command.server]);
        return [];
      case "killServer":
        network.require(command.id, "server");
        await network.kill(command.id);
        return [];
      case "breakConnection":
        this.#requireEnds(command.ids);
        await network.cut(...command.ids);
        return [];
      case "createConnection":
        this.#requireEnds(command.ids);
        await network.connect(...command.ids);
        return [];
      case "stabilize":
        await this.#stabilize();
        return [];
      case "printStore":
        network.require(command.id, "server");
        return (await this.#readStore(command.id)).map(({ key, value }) => `${key}:${value}`);
      case "put": {
        const { client, key, value } = command;
        network.require(client, "client");
        const { error } = await network.ask(client, { type: "put", key, value });
        return error === undefined ? [] : [`${key}:${error}`];
      }
      case "get": {
        const { client, key } = command;
        network.require(client, "client");
        const result = await network.ask(client, { type: "get", key });
        return [`${key}:${"error" in result ? result.error : result.value}`];
      }
      default:
        return command satisfies never;
    }
  }

  /** Kills all processes. */
  close(): Promise<void> {
    return this.#network.close();
  }

  #requireEnds([one, other]: readonly [number, number]): void {
    const network = this.#network;
    network.require(one);
    network.require(other);
    const isServer = (id: number): boolean => network.servers.includes(id);
    if (one === other || !(isServer(one) || isServer(other))) {
      throw new UsageError("a connection is between two servers, or a client and a server");
    }
  }

  /**
   * Waits until servers between which links lead store the same. Then nothing is left to propagate: commands run one at a
   * time, so every value that was ever accepted was in some store when this began, and a newer one is in all of them.
   */
  async #stabilize(): Promise<void> {
    const startMs = this.#platform.monotonicNow();
    for (let left = this.#network.groups(); ;) {
      const { different, characters } = await this.#compare(left);
      left = different;
      const passedMs = this.#platform.monotonicNow() - startMs;
      const leftMs = stabilizeMs - passedMs;
      if (different.length === 0 || leftMs <= 0) return;
      const pauseMs = Math.max(lookEveryMs, passedMs * lookEveryPart, characters / charactersPerMs);
      await new Promise<void>((resolve) => {
        this.#platform.after(Math.min(pauseMs, leftMs), resolve);
      });
    }
  }

  /** The groups whose servers do not store the same, and how many characters all of them store together. */
  async #compare(groups: readonly (readonly number[])[]): Promise<{
    readonly different: readonly (readonly number[])[];
    readonly characters: number;
  }> {
    const stores = await Promise.all(
      groups.map((group) =>
        Promise.all(group.map(async (id) => JSON.stringify(await this.#readStore(id)))),
      ),
    );
    return {
      different: groups.filter((_, index) => new Set(stores[index]).size > 1),
      characters: stores.flat().reduce((sum, { length }) => sum + length, 0),
    };
  }

  /** What a server stores, sorted by key. */
  async #readStore(id: number): Promise<readonly StoreEntry[]> {
    const entries = await this.#network.ask(id, { type: "readStore" });
    return entries
      .map(({ key, value, version }) => ({ key, value, version }))
      .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  }
}
