import type { FaultSpec } from "./fault_spec.js";

/**
 * How far apart two readings of wall clocks may be although they should be equal, or equal although they should be that
 * far apart, in milliseconds: of the clocks of two servers, or of one clock at two moments. A server without a fault
 * counts as well, so it is 0 only if no clock is affected.
 */
export function clockUncertaintyMs(specs: readonly FaultSpec[]): number {
  const servers = new Set<string | undefined>([undefined]);
  for (const spec of specs) if ("server" in spec) servers.add(spec.server);
  const ranges = [...servers].map((server) => offsets(specs, server));
  return (
    Math.max(...ranges.map(({ mostMs }) => mostMs)) -
    Math.min(...ranges.map(({ leastMs }) => leastMs))
  );
}

/** The bounds of a server's clock error during a run; undefined if no fault names the server. */
function offsets(
  specs: readonly FaultSpec[],
  server: string | undefined,
): { leastMs: number; mostMs: number } {
  let [leastMs, mostMs] = [0, 0];
  for (const spec of specs) {
    switch (spec.fault) {
      case "skew":
        if (spec.server !== server) break;
        leastMs += spec.byMs;
        mostMs += spec.byMs;
        break;
      case "step-back":
        if (spec.server === server) leastMs -= spec.byMs;
        break;
      case "frozen-clock":
        if (spec.server === undefined || spec.server === server) leastMs -= spec.everyMs;
        break;
      case "near":
      case "jitter":
      case "drop":
      case "duplicate":
      case "reorder":
      case "partition":
      case "slow":
      case "hold":
      case "crash":
        break;
    }
  }
  return { leastMs, mostMs };
}
