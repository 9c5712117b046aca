import { busyMutants } from "./busy.js";
import { checkpointMutants } from "./checkpoint.js";
import { clientMutants } from "./clients.js";
import { closingMutants } from "./closing.js";
import { dataMutants } from "./data.js";
import { formMutants } from "./forms.js";
import { joinMutants } from "./joins.js";
import { limitMutants } from "./limits.js";
import type { Mutant } from "./mutant.js";
import { rareMutants } from "./rare.js";
import { remoteMutants } from "./remote.js";
import { ruleMutants } from "./rules.js";
import { syncMutants } from "./sync.js";

/** All wrong solutions. Each is kept for a test, or a group of tests, that nothing else would need. */
export const mutants: readonly Mutant[] = [
  ...checkpointMutants,
  ...syncMutants,
  ...remoteMutants,
  ...busyMutants,
  ...dataMutants,
  ...limitMutants,
  ...closingMutants,
  ...clientMutants,
  ...joinMutants,
  ...rareMutants,
  ...ruleMutants,
  ...formMutants,
];
