import type { StepKind } from "../../../run/step_kind.js";
import { servers } from "./servers.js";

/** Changes the one-way latency between servers from now on. */
export interface Latency {
  readonly do: "latency";
  readonly ms: number;
}

export const latency: StepKind<Latency, number, void> = {
  module: import.meta.url,
  inWords: ({ ms }) => `setting the latency between servers to ${ms} ms`,
  async run({ ms }, root) {
    servers(root).latencyMs = ms;
    await servers(root).askAll(latency, ms);
  },
  inHost(ms, { tree }) {
    tree.platform.network.setLatency(ms);
  },
};
