import type { Platform, TraceEvent } from "../../../starter/platform/platform.js";

/** Runs a test's body on a new host named `test` of an implementation; `trace` fills with what is observed. */
export type RunOnPlatform = (
  body: (platform: Platform, trace: readonly TraceEvent[]) => Promise<void>,
) => Promise<void>;

/** Declares a test of the contract for one implementation. */
export type ContractTest = (title: string, body: Parameters<RunOnPlatform>[0]) => void;
