import type { FaultSpec } from "../../sim/faults/fault_spec.js";
import type { Timing } from "../../sim/timing.js";

/** The conditions of a simulated run: everything that the seed does not determine. */
export interface Conditions {
  readonly name: string;
  /** For people. */
  readonly words: string;
  readonly faults: readonly FaultSpec[];
  readonly timing: Partial<Timing>;
  /**
   * The machines of servers, in the order in which a scenario names these: each server is on one of its own, all on the same
   * ports. Servers that are not listed are on machines of their own names. Default: all are on one machine.
   */
  readonly machines?: readonly string[];
}

/** Machines that have the names of their servers, or that are known by something else. */
export const machines = {
  ownNames: [],
  ipv6: ["fd00::5", "fd00::1", "fd00::3", "fd00::4"],
  /** Some hash functions take these for equal. */
  hashedAlike: ["sc0an", "sanan", "sc0c0", "sanc0"],
} as const;

/** The conditions for a seed; they alternate from seed to seed. Seeds are whole numbers, starting with 1. */
export function conditionsOf(all: readonly Conditions[], seed: number): Conditions {
  const found = all[(seed - 1) % all.length];
  if (found === undefined) throw new RangeError(`seeds begin with 1, so ${seed} is invalid`);
  return found;
}

/** The conditions of a name. */
export function conditionsNamed(all: readonly Conditions[], name: string): Conditions {
  const found = all.find((conditions) => conditions.name === name);
  if (found !== undefined) return found;
  const names = all.map((conditions) => conditions.name).join(", ");
  throw new RangeError(`there are no conditions ${name}; there are ${names}`);
}
