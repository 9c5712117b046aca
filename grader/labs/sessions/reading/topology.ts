import type { MasterCommand } from "../steps/index.js";

/** A server between its start and its end: another process under the same id is another life. */
export interface ServerLife {
  readonly id: number;
  /** How many processes had the id before. */
  readonly life: number;
}

/** Which processes run and which links are up, as the script has it. */
export class Topology {
  readonly #servers = new Map<number, ServerLife>();
  readonly #clients = new Set<number>();
  readonly #lives = new Map<number, number>();
  /** The links of each process, the newest one last. */
  readonly #links = new Map<number, number[]>();

  /** The servers that run, in the order in which they were started. */
  get servers(): readonly ServerLife[] {
    return [...this.#servers.values()];
  }

  /** The clients that run. */
  get clients(): readonly number[] {
    return [...this.#clients];
  }

  /** The server that runs under an id. */
  server(id: number): ServerLife | undefined {
    return this.#servers.get(id);
  }

  /** The server that a client talks to: that of its newest link. */
  serverOf(client: number): ServerLife | undefined {
    return this.#servers.get(this.#links.get(client)?.at(-1) ?? -1);
  }

  /** Whether a link is up. */
  linked(one: number, other: number): boolean {
    return this.#links.get(one)?.includes(other) === true;
  }

  /** Every pair of servers with a link. */
  serverLinks(): readonly (readonly [number, number])[] {
    return this.servers.flatMap(({ id }) =>
      (this.#links.get(id) ?? [])
        .filter((other) => other > id && this.#servers.has(other))
        .map((other) => [id, other] as const),
    );
  }

  /** The servers that links lead to from a server, also through others, with itself. */
  groupOf(server: ServerLife): readonly ServerLife[] {
    const group = [server];
    for (const { id } of group) {
      for (const other of this.#links.get(id) ?? []) {
        const found = this.#servers.get(other);
        if (found !== undefined && !group.includes(found)) group.push(found);
      }
    }
    return group;
  }

  /** Whether a command is possible; a master refuses it otherwise. */
  allows(command: MasterCommand): boolean {
    const isServer = (id: number): boolean => this.#servers.has(id);
    const isFree = (id: number): boolean => !isServer(id) && !this.#clients.has(id);
    switch (command.name) {
      case "joinServer":
        return isFree(command.id);
      case "joinClient":
        return isFree(command.id) && isServer(command.server);
      case "killServer":
      case "printStore":
        return isServer(command.id);
      case "breakConnection":
      case "createConnection": {
        const [one, other] = command.ids;
        return (
          one !== other && !isFree(one) && !isFree(other) && (isServer(one) || isServer(other))
        );
      }
      case "put":
      case "get":
        return this.#clients.has(command.client);
      case "stabilize":
        return true;
      case "bad":
        return false;
      default:
        return command satisfies never;
    }
  }

  /** Does what a command does to processes and links. */
  apply(command: MasterCommand): void {
    switch (command.name) {
      case "joinServer": {
        const { id } = command;
        const life = this.#lives.get(id) ?? 0;
        this.#lives.set(id, life + 1);
        const others = [...this.#servers.keys()];
        this.#servers.set(id, { id, life });
        for (const other of others) this.#link(id, other);
        return;
      }
      case "joinClient":
        this.#clients.add(command.id);
        this.#link(command.id, command.server);
        return;
      case "killServer":
        this.#servers.delete(command.id);
        for (const other of [...(this.#links.get(command.id) ?? [])]) this.#cut(command.id, other);
        return;
      case "breakConnection":
        this.#cut(...command.ids);
        return;
      case "createConnection":
        this.#link(...command.ids);
        return;
      default:
        return;
    }
  }

  #link(one: number, other: number): void {
    if (this.linked(one, other)) return;
    this.#links.set(one, [...(this.#links.get(one) ?? []), other]);
    this.#links.set(other, [...(this.#links.get(other) ?? []), one]);
  }

  #cut(one: number, other: number): void {
    const without = (id: number, gone: number): void => {
      const links = this.#links.get(id)?.filter((each) => each !== gone);
      if (links !== undefined) this.#links.set(id, links);
    };
    without(one, other);
    without(other, one);
  }
}
