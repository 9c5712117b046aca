import type { StepKind } from "../../../run/step_kind.js";
import { servers } from "./servers.js";

/** Changes the one-way latency between servers from now on. */
export interface Latency {
  readonly do: "latency";
  readonly ms: number;
}

/** The one-way latency between servers was changed. */
export interface LatencyRecord {
  readonly type: "latency";
  readonly atMs: number;
  readonly ms: number;
}

declare module "../../../history/history.js" {
  interface HistoryRecords {
    latency: LatencyRecord;
  }
}

export const latency: StepKind<Latency, number, void> = {
  module: import.meta.url,
  inWords: ({ ms }) => `setting the latency between servers to ${ms} ms`,
  async run({ ms }, root) {
    servers(root).latencyMs = ms;
    await servers(root).askAll(latency, ms);
    root.record({ type: "latency", ms });
  },
  inHost(ms, { tree }) {
    tree.platform.network.setLatency(ms);
  },
};
