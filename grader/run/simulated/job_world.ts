import type { Platform, TraceSink } from "../../../starter/platform/platform.js";
import { Collector } from "../collector.js";
import type { HistoryRecord } from "../../history/history.js";
import { PortPlan } from "../port_plan.js";
import { ScenarioRun, type RunOutcome } from "../scenario_run.js";
import { treeOn } from "../staged_tree.js";
import type { StepKinds } from "../step_kind.js";
import type { Seam } from "../../sim/seam.js";
import { Simulation } from "../../sim/simulation.js";
import type { Watched } from "../../sim/watchdog/watchdog.js";
import { SimulationError } from "../../sim/verdict.js";
import type { SimJob, TreeToSimulate } from "./sim_job.js";

/** The ports of simulated servers begin here; nobody else has any in a simulated world. */
const basePort = 6_000;

/** Every simulated run begins at this moment, 2026-09-01 08:00 UTC. */
const startMs = Date.UTC(2026, 8, 1, 8);

/** How many events a run may take before it counts as an endless loop: some twenty times as many as the busiest test. */
const maxEvents = 500_000;

/** How long a run may take, in milliseconds of virtual time: scenarios have limits of their own. */
const maxMs = 3 * 60 * 60_000;

/** The tree that simulations of this process run. */
export interface SimulatedTree extends TreeToSimulate {
  readonly seam: Seam;
  /** The kinds of steps that scenarios may have. */
  readonly steps: StepKinds;
  /** Is told what this thread is about; see `startWatchdog`. */
  readonly watch?: Watched;
}

/** A simulated world in which a job's scenario is about to run. */
export interface JobWorld {
  readonly simulation: Simulation;
  readonly plan: PortPlan;
  readonly collector: Collector;
  /** Runs the scenario, once, and lets the world go on for a while behind its end. */
  readonly run: (afterMs?: number) => Promise<RunOutcome>;
}

/**
 * Makes the world of a job.
 *
 * @param keep takes the records, in the order in which things happen.
 * @param seen takes what is traced while the world is halted, which becomes no record.
 */
export function worldOf(
  job: SimJob,
  tree: SimulatedTree,
  keep: (record: HistoryRecord) => void,
  seen?: TraceSink,
): JobWorld {
  const { scenario, seed, detailed, timing, faults, machines } = job;
  const { treeUrl, seam, steps, ownModules, watch } = tree;
  const plan = new PortPlan(scenario, steps, basePort, machines);
  const collector = new Collector({ scenario, steps, plan, originMs: startMs, keep, detailed });
  const simulation = new Simulation({
    ...{ seed, seam, startMs, timing, faults, detailed },
    machineOf: (host) => plan.machineOf(host),
    isolate: tree.isolate,
    maxEvents: seen === undefined ? maxEvents : maxEvents * 20,
    maxMs,
    guard: { treeUrl, ownModules },
    ...(watch === undefined ? {} : { watch }),
    trace: (event) => {
      if (simulation.halted) seen?.(event);
      else collector.take(event);
    },
  });
  const run = async (afterMs = 0): Promise<RunOutcome> => {
    const main = async (platform: Platform): Promise<RunOutcome> => {
      // The world is thrown away afterwards, so nothing has to be closed.
      const options = {
        ...{ scenario, steps, plan, limited: true, allowances: false },
        tree: treeOn(treeUrl, platform),
      };
      const outcome = await new ScenarioRun(options).run();
      if (afterMs > 0) await new Promise<void>((resolve) => platform.after(afterMs, resolve));
      return outcome;
    };
    try {
      return await simulation.run(main, "test");
    } catch (error) {
      if (!(error instanceof SimulationError)) throw error;
      return { end: { how: "crashed", reason: error.message }, portInUse: false };
    }
  };
  return { simulation, plan, collector, run };
}
