import type { Platform, TraceSink } from "../../../starter/platform/platform.js";

/** The traces that the harness reports to, by the platforms of simulated hosts. */
const traces = new WeakMap<Platform, TraceSink | undefined>();

// Bound before code under test is loaded, which may replace the methods.
const find = traces.get.bind(traces);
const note = traces.set.bind(traces);

/** Notes where the harness reports what happens on a simulated host: to the trace itself, whoever calls. */
export function noteHarnessTrace(platform: Platform, trace: TraceSink | undefined): void {
  note(platform, trace);
}

/**
 * Where the harness reports what happens on a host, which must not get into the hands of code under test. Unlike
 * `Platform.trace`, which code under test can ask for, it does not look at who calls; that would cost more than all else.
 */
export function harnessTrace(platform: Platform): TraceSink | undefined {
  return find(platform) ?? platform.trace;
}
