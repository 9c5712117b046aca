import type { Workload } from "../../../explore/explore_spec.js";
import { allOrders } from "./all_orders.js";
import { randomCase } from "./random_case.js";
import { smallerCases } from "./smaller_cases.js";
import { circumstancesOf, refusalIn, sizeOf, storyOf, titleOf } from "./story.js";
import { scenarioOf, type CmudCase } from "./workload.js";

/** How stores are explored: by Puts and Gets close together in time, some of whose messages are held up. */
export const workload: Workload<CmudCase> = {
  randomCase,
  allOrders,
  smallerCases,
  scenarioOf,
  refusalIn,
  storyOf,
  circumstancesOf,
  sizeOf,
  titleOf,
};
