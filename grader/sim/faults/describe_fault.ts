import type { FaultSpec } from "./fault_spec.js";

/** A fault in words, as part of a sentence: `s2's clock is 50 ms ahead`. */
export function describeFault(spec: FaultSpec): string {
  switch (spec.fault) {
    case "near":
      return `texts among ${spec.servers.join(", ")} take a tenth of the latency`;
    case "jitter":
      return `texts between servers take up to ${duration(spec.upToMs)} longer`;
    case "drop":
      return `${percent(spec.probability)} of the texts between servers are lost`;
    case "duplicate":
      return `${percent(spec.probability)} of the texts between servers arrive twice`;
    case "reorder":
      return `${percent(spec.probability)} of the texts between servers may be overtaken by later ones`;
    case "partition":
      return (
        `no text gets through between ${groupsInWords(spec.between)} ` +
        `from ${duration(spec.fromMs)} to ${duration(spec.untilMs)}`
      );
    case "slow":
      return `whatever reaches ${spec.who} takes ${duration(spec.byMs)} longer`;
    case "hold":
      return `what carries ${spec.carrying} from ${spec.from} to ${spec.to} takes ${duration(spec.byMs)} longer`;
    case "skew":
      return `${spec.server}'s clock is ${duration(Math.abs(spec.byMs))} ${spec.byMs < 0 ? "behind" : "ahead"}`;
    case "step-back":
      return `${spec.server}'s clock goes back by ${duration(spec.byMs)} at ${duration(spec.atMs)}`;
    case "frozen-clock":
      return spec.server === undefined
        ? `the clocks of all servers stand still and jump ahead every ${duration(spec.everyMs)}`
        : `${spec.server}'s clock stands still and jumps ahead every ${duration(spec.everyMs)}`;
    case "crash":
      return spec.backMs === undefined
        ? `${spec.server} is killed at ${duration(spec.atMs)}`
        : `${spec.server} is killed at ${duration(spec.atMs)} and started again at ${duration(spec.backMs)}`;
  }
}

/** Two groups of servers in words: `s1 and (s2, s3)`. */
export function groupsInWords(groups: readonly [readonly string[], readonly string[]]): string {
  return groups
    .map((servers) => (servers.length === 1 ? servers.join() : `(${servers.join(", ")})`))
    .join(" and ");
}

function duration(ms: number): string {
  return ms >= 1_000 && ms % 100 === 0 ? `${ms / 1_000} s` : `${ms} ms`;
}

function percent(probability: number): string {
  return `${Number((probability * 100).toPrecision(6))}%`;
}
