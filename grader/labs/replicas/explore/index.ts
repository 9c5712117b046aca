import type { Workload } from "../../../explore/explore_spec.js";
import { allOrders } from "./all_orders.js";
import { randomCase } from "./random_case.js";
import { smallerCases } from "./smaller_cases.js";
import { circumstancesOf, sizeOf, storyOf, titleOf } from "./story.js";
import { scenarioOf, type ReplicasCase } from "./workload.js";

/** How clusters are explored: by updates and reads while replicas join and leave, and what can fail does. */
export const workload: Workload<ReplicasCase> = {
  randomCase,
  allOrders,
  smallerCases,
  scenarioOf,
  // Requests that fail are judged by the oracle.
  refusalIn: () => undefined,
  storyOf,
  circumstancesOf,
  sizeOf,
  titleOf,
};
