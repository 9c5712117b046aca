import type { Platform } from "../../../starter/platform/platform.js";
import { Collector } from "../collector.js";
import type { HistoryRecord } from "../../history/history.js";
import type { StoreSnapshot } from "../../history/recorded_run.js";
import { PortPlan } from "../port_plan.js";
import { ScenarioRun, type RunOutcome } from "../scenario_run.js";
import { treeOn } from "../staged_tree.js";
import type { StepKinds } from "../step_kind.js";
import type { Seam } from "../../sim/seam.js";
import { Simulation } from "../../sim/simulation.js";
import type { Watched } from "../../sim/watchdog/watchdog.js";
import { SimulationError } from "../../sim/verdict.js";
import { simulatedRun, type SimJob, type SimOutcome, type TreeToSimulate } from "./sim_job.js";

/** The ports of simulated servers begin here; nobody else has any in a simulated world. */
const basePort = 6_000;

/** Every simulated run begins at this moment, 2026-09-01 08:00 UTC. */
const startMs = Date.UTC(2026, 8, 1, 8);

/** How many events a run may take before it counts as an endless loop: some twenty times as many as the busiest test. */
const maxEvents = 500_000;

/** The tree that simulations of this process run. */
export interface SimulatedTree extends TreeToSimulate {
  readonly seam: Seam;
  /** The kinds of steps that scenarios may have. */
  readonly steps: StepKinds;
  /** Is told what this thread is about; see `startWatchdog`. */
  readonly watch?: Watched;
}

/** Runs a job in this process, which loads student code. */
export async function simulate(job: SimJob, tree: SimulatedTree): Promise<SimOutcome> {
  const { treeUrl, seam, steps, isolate, watch } = tree;
  const { scenario, seed, detailed, timing, faults, probeAtMs } = job;
  const records: HistoryRecord[] = [];
  const plan = new PortPlan(scenario, steps, basePort);
  const collector = new Collector({
    scenario,
    steps,
    plan,
    originMs: startMs,
    keep: (record) => records.push(record),
    detailed,
  });
  const simulation = new Simulation({
    seed,
    seam,
    startMs,
    timing,
    faults,
    detailed,
    guard: { treeUrl },
    isolate,
    ...(watch === undefined ? {} : { watch }),
    maxEvents,
    trace: (event) => {
      collector.take(event);
    },
  });
  const outcome = await run(simulation, job, tree, plan);
  const { elapsedMs: durationMs, eventCount: events } = simulation;
  const { probe } = steps;
  const snapshots: StoreSnapshot[] = [];
  if (probeAtMs !== undefined && probe !== undefined) {
    // For good: to see two instants, run twice.
    simulation.freeze();
    const held = await simulation.run(
      (platform) => probe({ tree: treeOn(treeUrl, platform), ports: plan, records }),
      "probe",
    );
    for (const each of held) snapshots.push({ atMs: probeAtMs, ...each });
  }
  return {
    ...outcome,
    records: snapshots.length > 0 ? [] : records,
    droppedRecords: collector.dropped,
    durationMs,
    events,
    simulated: simulatedRun(job),
    snapshots,
  };
}

async function run(
  simulation: Simulation,
  { scenario, probeAtMs }: SimJob,
  { treeUrl, steps }: SimulatedTree,
  plan: PortPlan,
): Promise<RunOutcome> {
  const main = (platform: Platform): Promise<RunOutcome> => {
    const tree = treeOn(treeUrl, platform);
    const options = { scenario, steps, tree, plan, limited: true, allowances: false };
    // The world is thrown away afterwards, so nothing has to be closed.
    return new ScenarioRun(options).run();
  };
  try {
    return await simulation.run(main, "test", probeAtMs);
  } catch (error) {
    if (!(error instanceof SimulationError)) throw error;
    if (error.verdict === "stopped") return { end: { how: "done" }, portInUse: false };
    return { end: { how: "crashed", reason: error.message }, portInUse: false };
  }
}
