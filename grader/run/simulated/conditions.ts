import type { FaultSpec } from "../../sim/faults/fault_spec.js";
import type { Timing } from "../../sim/timing.js";

/** Under which conditions a simulated run takes place: all that a seed does not say by itself. */
export interface Conditions {
  readonly name: string;
  /** For people. */
  readonly words: string;
  readonly faults: readonly FaultSpec[];
  readonly timing: Partial<Timing>;
}

/** The conditions of a run under a seed: they take turns from seed to seed. Seeds are whole numbers from 1 on. */
export function conditionsOf(all: readonly Conditions[], seed: number): Conditions {
  const found = all[(seed - 1) % all.length];
  if (found === undefined) throw new RangeError(`seeds begin with 1, so ${seed} is none`);
  return found;
}

/** The conditions of a name. */
export function conditionsNamed(all: readonly Conditions[], name: string): Conditions {
  const found = all.find((conditions) => conditions.name === name);
  if (found !== undefined) return found;
  const names = all.map((conditions) => conditions.name).join(", ");
  throw new RangeError(`there are no conditions ${name}; there are ${names}`);
}
