import type { Wrong } from "./edits.js";
import { answers } from "./wrong/answers.js";
import { failover } from "./wrong/failover.js";
import { members } from "./wrong/members.js";
import { persistence } from "./wrong/persistence.js";
import { primary } from "./wrong/primary.js";
import { replicator } from "./wrong/replicator.js";
import { resending } from "./wrong/resending.js";
import { rules } from "./wrong/rules.js";

/** Wrong solutions, by the steps whose rules they break. */
export const wrongSolutions: readonly Wrong[] = [
  ...answers,
  ...replicator,
  ...resending,
  ...persistence,
  ...primary,
  ...members,
  ...failover,
  ...rules,
];
