/** A random workload on whole servers, in simulation, and its detailed history. */
import { pathToFileURL } from "node:url";
import { historyOf } from "../../../../grader/run/history_of.js";
import type { History } from "../../../../grader/history/history.js";
import type { ActorName } from "../../../../grader/history/scenario.js";
import { steps, type Scenario, type Step } from "../../../../grader/labs/cmud/steps/index.js";
import { SourcePositions } from "../../../../grader/run/source_positions.js";
import type { FaultSpec } from "../../../../grader/sim/faults/fault_spec.js";
import { loadSeam } from "../../../../grader/sim/seam.js";
import type { Timing } from "../../../../grader/sim/timing.js";
import { simulate } from "../../../../grader/run/simulated/simulate.js";
import { actorsOf, manyServers, startServers, type Place } from "../../../support/place.js";
import { randomNumbers } from "../../../support/random.js";
import { parallel, together, wait } from "../../../support/flow.js";
import { get, list, put, scenarioOf, valueOf } from "../../../support/steps.js";
import { pick } from "../../../support/pick.js";

/** Under which conditions a workload runs. */
export interface WorkloadConditions {
  readonly faults?: readonly FaultSpec[];
  readonly timing?: Partial<Timing>;
}

/** Two servers with two query actors each. */
export const twoByTwo: Place = manyServers(2, 2);

/**
 * A random scenario: a client at each query actor puts, gets and lists a few keys for some seconds, at random times;
 * another server comes in the middle, and there are keys that are older than it; then all put some keys at the same
 * instants. In the end all is quiet, and read.
 */
export function randomScenario(seed: number, place: Place = twoByTwo): Scenario {
  const random = randomNumbers(seed);
  const actors = actorsOf(place);
  const keys = ["a", "b", "c", "d"];
  const late: Step = { do: "startServer", server: "s9", actors: 2 };
  const old = actors.map((actor) =>
    put(actor, `old.${actor.replace("/", "-")}`, valueOf(actor.replace("/", "-"))),
  );
  const ties = Array.from({ length: 20 }, (_, index) =>
    together(
      actors.map((actor) =>
        put(actor, `tie.${index}`, valueOf(`tie.${index}.${actor.replace("/", "-")}`)),
      ),
    ),
  );
  const branches = actors.map((actor, index) => clientSteps(random, actor, keys, `c${index}`));
  const quiet = wait(2 * place.limitMs);
  const readers: ActorName[] = [...actors, "s9/0", "s9/1"];
  return scenarioOf(
    [
      ...startServers(place),
      together(old),
      quiet,
      parallel(...branches, [wait(2_000), late]),
      ...ties,
      quiet,
      together(readers.map((reader) => list(reader, ""))),
    ],
    place.latencyMs,
  );
}

/** Runs a scenario against a compiled tree. */
export async function runDetailed(
  jsDir: string,
  scenario: Scenario,
  seed: number,
  conditions: WorkloadConditions = {},
): Promise<History> {
  const treeUrl = pathToFileURL(`${jsDir}/`).href;
  const { faults = [], timing = {} } = conditions;
  const job = { scenario, seed, faults, timing, detailed: true };
  const outcome = await simulate(job, {
    treeUrl,
    steps,
    seam: await loadSeam(treeUrl),
    isolate: false,
  });
  const positions = new SourcePositions(jsDir);
  return historyOf({ ...outcome, output: "" }, positions);
}

function clientSteps(
  random: () => number,
  actor: ActorName,
  keys: readonly string[],
  name: string,
): Step[] {
  const steps: Step[] = [];
  for (let index = 0; index < 40; index++) {
    const key = pick(keys, Math.floor(random() * keys.length));
    const kind = random();
    if (kind < 0.5) steps.push(put(actor, key, valueOf(`${key}.${name}`, index)));
    else if (kind < 0.55) {
      const burst = Array.from({ length: 6 }, (_, n) =>
        put(actor, key, valueOf(`${key}.${name}.${index}`, n)),
      );
      steps.push(together(burst));
    } else if (kind < 0.8) steps.push(get(actor, key));
    else steps.push(list(actor, ""));
    // Often a whole number of ticks, so that clients meet.
    steps.push(wait(random() < 0.5 ? 50 * Math.floor(random() * 4) : random() * 200));
  }
  return steps;
}
