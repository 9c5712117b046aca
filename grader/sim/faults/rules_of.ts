import { checkFault } from "./check_fault.js";
import {
  combineClocks,
  frozenClock,
  skewedClock,
  steppingClock,
  type ClockRule,
} from "./clock_rule.js";
import { describeFault, groupsInWords } from "./describe_fault.js";
import type { FaultSpec } from "./fault_spec.js";
import {
  dropRule,
  duplicateRule,
  holdRule,
  jitterRule,
  nearRule,
  partitionRule,
  reorderRule,
  slowRule,
} from "./packet_faults.js";
import type { PacketRule } from "./packet_rule.js";

/** The effects of faults on a simulation. */
export interface FaultRules {
  /** What happens to packets; to be applied one after the other. */
  readonly packets: readonly PacketRule[];
  /** What wall clocks show; undefined if all are right. */
  readonly clock: ClockRule | undefined;
  /** What happens at a time, in the order of the faults. */
  readonly moments: readonly FaultMoment[];
}

/** Something that happens once. */
export interface FaultMoment {
  /** Since the run began. */
  readonly atMs: number;
  readonly what: "partition" | "heal" | "clock" | "crash";
  /** For people. */
  readonly text: string;
  /** The servers concerned, where it concerns some. For `crash`, the one that is killed. */
  readonly servers: readonly string[];
}

/**
 * The rules that faults stand for. What is random in a rule depends on the seed and on how many faults of the same name
 * come before it, and so not on other faults.
 *
 * @param startMs is when the run begins, in milliseconds since 1970.
 * @throws FaultError if a fault is invalid.
 */
export function rulesOf(specs: readonly FaultSpec[], seed: number, startMs: number): FaultRules {
  for (const spec of specs) checkFault(spec);
  // Standing still rounds down whatever the clock would show otherwise, so it comes last.
  const frozen = specs.filter((spec) => spec.fault === "frozen-clock");
  const others = specs.filter((spec) => spec.fault !== "frozen-clock");
  const clocks = [...others, ...frozen].flatMap((spec) => clockRule(spec, startMs) ?? []);
  return {
    packets: packetRules(specs, seed),
    clock: clocks.length === 0 ? undefined : combineClocks(clocks),
    moments: specs.flatMap(momentsOf),
  };
}

function packetRules(specs: readonly FaultSpec[], seed: number): PacketRule[] {
  const counts = new Map<string, number>();
  const rules = specs.flatMap((spec) => {
    const count = (counts.get(spec.fault) ?? 0) + 1;
    counts.set(spec.fault, count);
    return packetRule(spec, seed, `fault ${spec.fault} ${count}`) ?? [];
  });
  const near = specs.filter((spec) => spec.fault === "near");
  const partitions = specs.filter((spec) => spec.fault === "partition");
  return [
    ...near.map(({ servers }) => nearRule(servers)),
    ...rules,
    ...(partitions.length === 0 ? [] : [partitionRule(partitions)]),
  ];
}

function packetRule(spec: FaultSpec, seed: number, label: string): PacketRule | undefined {
  switch (spec.fault) {
    case "jitter":
      return jitterRule(spec.upToMs, seed, label);
    case "drop":
      return dropRule(spec.probability, seed, label);
    case "duplicate":
      return duplicateRule(spec.probability, seed, label);
    case "reorder":
      return reorderRule(spec.probability, seed, label);
    case "slow":
      return slowRule(spec.who, spec.byMs);
    case "hold":
      return holdRule(spec.from, spec.to, spec.carrying, spec.byMs);
    case "near":
    case "partition":
    case "skew":
    case "step-back":
    case "frozen-clock":
    case "crash":
      return undefined;
  }
}

function clockRule(spec: FaultSpec, startMs: number): ClockRule | undefined {
  switch (spec.fault) {
    case "skew":
      return skewedClock(spec.server, spec.byMs);
    case "step-back":
      return steppingClock(spec.server, startMs + spec.atMs, spec.byMs);
    case "frozen-clock":
      return frozenClock(spec.everyMs, spec.server);
    case "near":
    case "jitter":
    case "drop":
    case "duplicate":
    case "reorder":
    case "partition":
    case "slow":
    case "hold":
    case "crash":
      return undefined;
  }
}

function momentsOf(spec: FaultSpec): FaultMoment[] {
  const text = describeFault(spec);
  switch (spec.fault) {
    case "partition": {
      const { between, fromMs, untilMs } = spec;
      const servers = between.flat();
      const healed = `${groupsInWords(between)} reach each other again`;
      return [
        { atMs: fromMs, what: "partition", text, servers },
        { atMs: untilMs, what: "heal", text: healed, servers },
      ];
    }
    case "skew":
      return [{ atMs: 0, what: "clock", text, servers: [spec.server] }];
    case "step-back":
      return [{ atMs: spec.atMs, what: "clock", text, servers: [spec.server] }];
    case "frozen-clock": {
      const servers = spec.server === undefined ? [] : [spec.server];
      return [{ atMs: 0, what: "clock", text, servers }];
    }
    case "crash":
      return [{ atMs: spec.atMs, what: "crash", text, servers: [spec.server] }];
    case "near":
    case "jitter":
    case "drop":
    case "duplicate":
    case "reorder":
    case "slow":
    case "hold":
      return [];
  }
}
