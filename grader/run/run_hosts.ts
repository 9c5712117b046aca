import type { Port } from "../../starter/platform/platform.js";
import { isThreadEnd, messageOf, tidyThreadEnd } from "./failure.js";
import type { HostData, HostRequest } from "./host_main.js";
import { PortCaller } from "./port_calls.js";
import type { StagedTree } from "./staged_tree.js";
import type { RunHost, RunRoot, StepKind, StepKinds } from "./step_kind.js";

/** Spawns the hosts of a run, and reports when one of them ends unexpectedly. */
export class RunHosts {
  readonly #tree: StagedTree;
  readonly #onCrash: (reason: string) => void;
  readonly #ports = new Set<Port>();
  readonly #names: ReadonlyMap<StepKind<never>, string>;

  /** `onCrash` gets a sentence for people. */
  constructor(tree: StagedTree, { kinds }: StepKinds, onCrash: (reason: string) => void) {
    this.#tree = tree;
    this.#onCrash = onCrash;
    this.#names = new Map(Object.entries(kinds).map(([name, kind]) => [kind, name]));
  }

  /** See {@link RunRoot.spawn}. */
  readonly spawn: RunRoot["spawn"] = async (name, what, latencyMs = 0) => {
    const data: HostData = { treeUrl: this.#tree.url, latencyMs };
    const port = await this.#spawn(name, what, JSON.stringify(data));
    this.#ports.add(port);
    const ended = new Promise<void>((resolve) => {
      port.onClose((error) => {
        this.#ports.delete(port);
        if (error === undefined) resolve();
        else this.#onCrash(this.#inWords(what, error));
      });
    });
    const calls = new PortCaller<HostRequest>(port);
    const ask: RunHost["ask"] = (kind, request) => {
      const { module } = kind;
      const known = this.#names.get(kind);
      if (known === undefined || module === undefined) {
        throw new RangeError("a host is asked for something that is no kind of step of its");
      }
      return calls.call({ module, kind: known, request });
    };
    return { ended, ask, close: () => port.close() };
  };

  /** Ends every host. */
  async close(): Promise<void> {
    await Promise.all([...this.#ports].map((port) => port.close()));
  }

  async #spawn(name: string, what: string, data: string): Promise<Port> {
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
