import type { CaseOptions, Workload } from "../../../explore/explore_spec.js";
import type { HistoryRecord } from "../../../history/history.js";
import { conditionsNamed } from "../../../run/simulated/conditions.js";
import { gradedConditions } from "../conditions.js";
import { randomScript } from "./random_script.js";
import { scenarioOf, topologyAfter, wholeScript, type ScriptCase } from "./script_case.js";
import { smallerScripts } from "./smaller_scripts.js";

/** How many small cases stand for all orders: scripts have no orders of delivery to go through. */
const fewCases = 200;

/** How the store is explored: by random scripts for the master. */
export const workload: Workload<ScriptCase> = {
  randomCase: randomScript,
  *allOrders(options: CaseOptions) {
    for (let seed = 1; seed <= fewCases; seed++) yield randomScript(seed, options);
  },
  smallerCases: smallerScripts,
  scenarioOf,

  refusalIn(record: HistoryRecord) {
    if (record.type !== "command" || typeof record.error !== "string") return undefined;
    return `${record.line} failed: ${record.error}`;
  },

  storyOf: wholeScript,
  byHand: (explored) => [
    "npm run master -- --lab sessions <<'END'",
    ...wholeScript(explored),
    "END",
  ],

  circumstancesOf({ conditions, latencyMs }) {
    const latency = latencyMs === 0 ? "" : `links of ${latencyMs} ms, `;
    return `${latency}${conditionsNamed(gradedConditions, conditions).words}`;
  },

  sizeOf: ({ lines }) => `${lines.length} lines`,

  titleOf({ lines, seed }) {
    const { servers, clients } = topologyAfter(lines);
    return `keeps its promises in a script of ${lines.length} lines (${servers.length} servers and ${clients.length} clients in the end; seed ${seed})`;
  },
};
