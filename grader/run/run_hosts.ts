import type { HostPort } from "../../starter/platform/platform.js";
import { CutPairs } from "./cut_pairs.js";
import { isThreadEnd, messageOf, tidyThreadEnd } from "./failure.js";
import type { HostData, HostRequest, NetworkRequest } from "./host_main.js";
import { PortCaller } from "./port_calls.js";
import type { PortPlan } from "./port_plan.js";
import type { StagedTree } from "./staged_tree.js";
import type { RunHost, RunNetwork, RunRoot, StepKind, StepKinds } from "./step_kind.js";
import { placeOn } from "./step_place.js";

interface RunningHost {
  readonly name: string;
  readonly port: HostPort;
  readonly calls: PortCaller<HostRequest>;
  readonly ended: Promise<void>;
}

/** Spawns the hosts of a run, cuts them off from each other, and reports when one of them ends unexpectedly. */
export class RunHosts {
  readonly #tree: StagedTree;
  readonly #plan: PortPlan;
  readonly #onCrash: (reason: string) => void;
  readonly #running = new Set<RunningHost>();
  readonly #cuts = new CutPairs();
  readonly #names: ReadonlyMap<StepKind<never>, string>;

  /** `onCrash` gets a sentence for people. */
  constructor(
    tree: StagedTree,
    { kinds }: StepKinds,
    plan: PortPlan,
    onCrash: (reason: string) => void,
  ) {
    this.#tree = tree;
    this.#plan = plan;
    this.#onCrash = onCrash;
    this.#names = new Map(Object.entries(kinds).map(([name, kind]) => [kind, name]));
  }

  /** See {@link RunRoot.spawn}. */
  readonly spawn: RunRoot["spawn"] = async (name, what, latencyMs = 0) => {
    const data: HostData = { treeUrl: this.#tree.url, latencyMs };
    const port = await this.#spawn(name, what, JSON.stringify(data));
    const calls = new PortCaller<HostRequest>(port);
    const ended = new Promise<void>((resolve) => {
      port.onClose((error) => {
        this.#running.delete(host);
        if (error === undefined) resolve();
        else this.#onCrash(this.#inWords(what, error));
      });
    });
    const host: RunningHost = { name, port, calls, ended };
    this.#running.add(host);
    await this.#ask(name, { network: "cut", addresses: this.#addressesCutFrom(name) });
    const ask: RunHost["ask"] = (kind, request) => {
      const { module } = kind;
      const known = this.#names.get(kind);
      if (known === undefined || module === undefined) {
        throw new RangeError("a host is asked for something that is no kind of step of its");
      }
      return calls.call({ module, kind: known, request });
    };
    return { ended, ask, close: () => port.close(), kill: () => port.kill() };
  };

  /** See {@link RunRoot.network}. */
  readonly network: RunNetwork = {
    cut: (one, other) => this.#setCut(one, other, true),
    restore: (one, other) => this.#setCut(one, other, false),
  };

  /** Ends every host. */
  async close(): Promise<void> {
    await Promise.all([...this.#running].map(({ port }) => port.close()));
  }

  async #setCut(one: string, other: string, cut: boolean): Promise<void> {
    const [addresses, others] = [this.#plan.addressesOf(one), this.#plan.addressesOf(other)];
    if (addresses.length + others.length === 0) {
      throw new RangeError(`neither ${one} nor ${other} listens on any port`);
    }
    this.#cuts.set(one, other, cut);
    placeOn(this.#tree).record({
      type: "fault",
      what: cut ? "partition" : "heal",
      text: cut
        ? `${one} and ${other} are cut off from each other`
        : `${one} and ${other} can reach each other again`,
      servers: [one, other],
    });
    const network = cut ? "cut" : "restore";
    await Promise.all([
      this.#ask(one, { network, addresses: others }),
      this.#ask(other, { network, addresses }),
    ]);
  }

  #addressesCutFrom(name: string): string[] {
    return this.#cuts.of(name).flatMap((other) => this.#plan.addressesOf(other));
  }

  /** Resolves when a host has done it, or has ended, or is not there. */
  async #ask(name: string, request: NetworkRequest): Promise<void> {
    if (request.addresses.length === 0) return;
    const hosts = [...this.#running].filter((host) => host.name === name);
    await Promise.all(hosts.map(({ calls, ended }) => Promise.race([calls.call(request), ended])));
  }

  async #spawn(name: string, what: string, data: string): Promise<HostPort> {
    const entry = new URL("./host_main.js", import.meta.url).href;
    try {
      return await this.#tree.platform.spawn(name, entry, data);
    } catch (error) {
      if (!(error instanceof Error && isThreadEnd(error.message))) throw error;
      this.#onCrash(this.#inWords(what, error));
      return new Promise(() => undefined);
    }
  }

  #inWords(what: string, error: Error): string {
    const message = messageOf(error);
    if (isThreadEnd(message)) {
      return `${what}: ${tidyThreadEnd(message, this.#tree.platform.host)}`;
    }
    const details = error.stack?.includes(message) === true ? error.stack : message;
    return `${what}: its thread died of an uncaught error: ${details}`;
  }
}
