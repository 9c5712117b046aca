/** Runs in each host that a run spawns: does the parts of steps that touch student code. */
import type { Port } from "../../starter/platform/platform.js";
import { serveCalls } from "./port_calls.js";
import { openTree } from "./staged_tree.js";
import { loadSteps, type StudentHost } from "./step_kind.js";
import { placeOn } from "./step_place.js";

/** What a host gets to know when it is spawned. */
export interface HostData {
  /** See {@link StagedTree.url}. */
  readonly treeUrl: string;
  /** See {@link StepKinds.url}. */
  readonly stepsUrl: string;
  /** One-way latency of the links that it dials. */
  readonly latencyMs: number;
}

/** What a host is asked: to do the part of a kind of step that runs in hosts. */
export interface HostRequest {
  readonly kind: string;
  readonly request: unknown;
}

/** The entry of the thread; see `Platform.spawn`. Student code is loaded with the first request, not before. */
export async function main(port: Port, data: string): Promise<void> {
  const { treeUrl, stepsUrl, latencyMs } = JSON.parse(data) as HostData;
  const [tree, { kinds }] = await Promise.all([openTree(treeUrl), loadSteps(stepsUrl)]);
  tree.platform.network.setLatency(latencyMs);
  const closings: (() => Promise<void>)[] = [];
  const host: StudentHost = { ...placeOn(tree), onClose: (close) => closings.push(close) };
  serveCalls(port, (asked) => {
    const { kind, request } = asked as HostRequest;
    return kinds[kind]?.inHost?.(request, host);
  });
  port.onClose(async () => {
    await Promise.all(closings.map((close) => close()));
  });
}
