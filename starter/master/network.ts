import { platform } from "../platform/current.js";
import type { Platform } from "../platform/platform.js";
import { UsageError } from "../program.js";
import type {
  ProcessAddress,
  ProcessRequest,
  ProcessSpec,
  ReplyTo,
} from "../sessions/process/requests.js";

/** A process that was started, as the master sees it. */
export interface ProcessHandle {
  /** Where it listens for links. */
  readonly address: string;
  /** Asks it something. Rejects when it cannot do that; stays pending if it never replies. */
  ask<R extends ProcessRequest>(request: R): Promise<ReplyTo<R>>;
  /** Ends it at once, whatever it is doing; resolves when it is gone. */
  kill(): Promise<void>;
}

/** Starts a process; `port` is up to it. */
export type StartProcess = (spec: Omit<ProcessSpec, "port">) => Promise<ProcessHandle>;

/** How long a process may take for a reply, in milliseconds. */
const replyMs = 5_000;

/** A process that runs. */
interface Running extends ProcessAddress {
  readonly handle: ProcessHandle;
  /** The ids of the processes that it has a link to. */
  readonly links: Set<number>;
}

/** The processes that run, and the links between them: what the master knows of the system. */
export class Network {
  readonly #platform: Platform = platform();
  readonly #start: StartProcess;
  readonly #running = new Map<number, Running>();
  /** How often each id was used. */
  readonly #lives = new Map<number, number>();

  constructor(start: StartProcess) {
    this.#start = start;
  }

  /** The servers that run, by rising ids. */
  get servers(): readonly number[] {
    const servers = [...this.#running.values()].filter(({ kind }) => kind === "server");
    return servers.map(({ id }) => id).sort((a, b) => a - b);
  }

  /** Throws {@link UsageError} unless a process of that kind runs under an id. */
  require(id: number, kind?: ProcessAddress["kind"]): void {
    const found = this.#running.get(id);
    if (found === undefined) throw new UsageError(`there is no ${kind ?? "process"} ${id}`);
    if (kind !== undefined && found.kind !== kind) {
      throw new UsageError(`${id} is a ${found.kind}, not a ${kind}`);
    }
  }

  /** Starts a process, and links it to others. Throws {@link UsageError} if the id is taken. */
  async join(kind: ProcessAddress["kind"], id: number, others: readonly number[]): Promise<void> {
    const taken = this.#running.get(id);
    if (taken !== undefined) throw new UsageError(`the id ${id} is taken by a ${taken.kind}`);
    const life = (this.#lives.get(id) ?? 0) + 1;
    const handle = await this.#start({ kind, id, life });
    this.#lives.set(id, life);
    this.#running.set(id, { kind, id, address: handle.address, handle, links: new Set() });
    await Promise.all(others.map((other) => this.connect(id, other)));
  }

  /** Makes a link, unless it is there. Resolves when both ends know of it. */
  async connect(one: number, other: number): Promise<void> {
    const [from, to] = [this.#find(one), this.#find(other)];
    if (from.links.has(other)) return;
    const { kind, id, address } = to;
    await this.ask(one, { type: "connect", to: { kind, id, address } });
    from.links.add(other);
    to.links.add(one);
  }

  /** Breaks a link, if it is there. Resolves when nothing more comes or goes at both ends. */
  async cut(one: number, other: number): Promise<void> {
    const [from, to] = [this.#find(one), this.#find(other)];
    from.links.delete(other);
    to.links.delete(one);
    await Promise.all([
      this.ask(one, { type: "cut", id: other }),
      this.ask(other, { type: "cut", id: one }),
    ]);
  }

  /** Kills a process. Resolves when it is gone, and those that it had a link to know that. */
  async kill(id: number): Promise<void> {
    const { handle, links } = this.#find(id);
    this.#running.delete(id);
    await handle.kill();
    await Promise.all(
      [...links].map((other) => {
        this.#find(other).links.delete(id);
        return this.ask(other, { type: "cut", id });
      }),
    );
  }

  /** Asks a process something. Rejects if it does not reply in time. */
  async ask<R extends ProcessRequest>(id: number, request: R): Promise<ReplyTo<R>> {
    const { kind, handle } = this.#find(id);
    return await new Promise((resolve, reject) => {
      const cancel = this.#platform.after(replyMs, () => {
        reject(new Error(`${kind} ${id} did not reply to ${request.type} within ${replyMs} ms`));
      });
      handle.ask(request).then(resolve, reject).finally(cancel);
    });
  }

  /** The servers in groups: two servers are in one group if links lead from one to the other, also through others. */
  groups(): readonly (readonly number[])[] {
    const left = new Set(this.servers);
    const groups: number[][] = [];
    for (const first of left) {
      const group = [first];
      left.delete(first);
      // The group grows while it is walked through.
      for (const id of group) {
        for (const next of this.#find(id).links) if (left.delete(next)) group.push(next);
      }
      groups.push(group);
    }
    return groups;
  }

  /** Kills everything. */
  async close(): Promise<void> {
    await Promise.all([...this.#running.values()].map(({ handle }) => handle.kill()));
  }

  #find(id: number): Running {
    const found = this.#running.get(id);
    if (found === undefined) throw new UsageError(`there is no process ${id}`);
    return found;
  }
}
