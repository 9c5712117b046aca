import type { Port } from "../../starter/platform/platform.js";
import { isThreadEnd, messageOf, tidyThreadEnd } from "./failure.js";
import { PortCaller } from "./port_calls.js";
import type { StagedTree } from "./staged_tree.js";

/** A host that a run has spawned, and how to ask it for things. */
export interface RunHost<Request> {
  readonly name: string;
  readonly calls: PortCaller<Request>;
  /** Fulfilled when it has ended without an error: because it was asked to, or was killed in a simulated world. */
  readonly ended: Promise<void>;
  /** Ends the host, by force after a second. */
  close(): Promise<void>;
}

/** Spawns the hosts of a run, and says when one of them ends without having been asked to. */
export class RunHosts {
  readonly #tree: StagedTree;
  readonly #onCrash: (reason: string) => void;
  readonly #ports = new Set<Port>();

  /** `onCrash` gets a sentence for people. */
  constructor(tree: StagedTree, onCrash: (reason: string) => void) {
    this.#tree = tree;
    this.#onCrash = onCrash;
  }

  /**
   * Spawns a host. Rejects when the harness's part of it fails; when its thread dies, the run has crashed, and the
   * promise stays pending.
   *
   * @param what names the host for people: "server s1".
   * @param entry is the module in `hosts/` that it runs.
   */
  async spawn<Request>(
    name: string,
    what: string,
    entry: string,
    data: object,
  ): Promise<RunHost<Request>> {
    const url = new URL(`./hosts/${entry}`, import.meta.url).href;
    const port = await this.#spawn(name, what, url, JSON.stringify(data));
    this.#ports.add(port);
    const ended = new Promise<void>((resolve) => {
      port.onClose((error) => {
        this.#ports.delete(port);
        if (error === undefined) resolve();
        else this.#onCrash(this.#inWords(what, error));
      });
    });
    return { name, calls: new PortCaller<Request>(port), ended, close: () => port.close() };
  }

  /** Ends every host. */
  async close(): Promise<void> {
    await Promise.all([...this.#ports].map((port) => port.close()));
  }

  async #spawn(name: string, what: string, url: string, data: string): Promise<Port> {
    try {
      return await this.#tree.platform.spawn(name, url, data);
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
    return `${what}: its thread died of an error that nobody caught: ${details}`;
  }
}
