import { busyMutants } from "./busy.js";
import { checkpointMutants } from "./checkpoint.js";
import type { Mutant } from "./mutant.js";
import { remoteMutants } from "./remote.js";
import { syncMutants } from "./sync.js";

/** All wrong solutions. Each is kept for a test, or a group of tests, that nothing else would need. */
export const mutants: readonly Mutant[] = [
  ...checkpointMutants,
  ...syncMutants,
  ...remoteMutants,
  ...busyMutants,
];
