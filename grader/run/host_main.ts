/** Runs in each host that a run spawns: does the parts of steps that touch student code. */
import type { Port } from "../../starter/platform/platform.js";
import type { AnyStep } from "../history/scenario.js";
import { serveCalls } from "./port_calls.js";
import { openTree } from "./staged_tree.js";
import type { StepKind, StudentHost } from "./step_kind.js";
import { placeOn } from "./step_place.js";

/** What a host gets to know when it is spawned. */
export interface HostData {
  /** See {@link StagedTree.url}. */
  readonly treeUrl: string;
  /** One-way latency of the links that it dials. */
  readonly latencyMs: number;
}

/** What a host is asked. */
export type HostRequest = StepRequest | NetworkRequest;

/** To cut itself off from addresses, or to dial them again. */
export interface NetworkRequest {
  readonly network: "cut" | "restore";
  readonly addresses: readonly string[];
}

/** To do the part of a kind of step that runs in hosts. */
export interface StepRequest {
  /** See {@link StepKind.module}. */
  readonly module: string;
  readonly kind: string;
  readonly request: unknown;
}

/** The entry of the thread; see `Platform.spawn`. Student code is loaded with the first request, not before. */
export async function main(port: Port, data: string): Promise<void> {
  const { treeUrl, latencyMs } = JSON.parse(data) as HostData;
  const tree = await openTree(treeUrl);
  const { network } = tree.platform;
  network.setLatency(latencyMs);
  const closings: (() => Promise<void>)[] = [];
  const host: StudentHost = { ...placeOn(tree), onClose: (close) => closings.push(close) };
  const kinds = new KindModules();
  serveCalls(port, async (asked) => {
    const wanted = asked as HostRequest;
    if ("network" in wanted) {
      for (const address of wanted.addresses) network[wanted.network](address);
      return undefined;
    }
    const { module, kind, request } = wanted;
    const found = (await kinds.load(module))[kind];
    return found?.inHost?.(request, host);
  });
  port.onClose(async () => {
    await Promise.all(closings.map((close) => close()));
  });
}

type KindModule = Readonly<Record<string, StepKind<AnyStep> | undefined>>;

/**
 * Loads kinds of steps when they are first asked for, since starting a thread takes long enough, and most need few of
 * them. In a simulation they are there already, so that no time passes.
 */
class KindModules {
  readonly #modules = new Map<string, Promise<KindModule>>();
  #last: Promise<unknown> = Promise.resolve();

  /** The module of a URL; never before what was asked for earlier. */
  load(url: string): Promise<KindModule> {
    const loading = this.#modules.get(url) ?? (import(url) as Promise<KindModule>);
    this.#modules.set(url, loading);
    const ready = this.#last.then(() => loading);
    this.#last = ready;
    return ready;
  }
}
