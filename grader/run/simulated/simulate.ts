import type { HistoryRecord } from "../../history/history.js";
import { worldOf, type SimulatedTree } from "./job_world.js";
import { simulatedRun, type SimJob, type SimOutcome } from "./sim_job.js";
import { snapshotsOf } from "./snapshots.js";

/** Runs a job in this process, which loads student code. */
export async function simulate(job: SimJob, tree: SimulatedTree): Promise<SimOutcome> {
  const records: HistoryRecord[] = [];
  const { simulation, collector, run } = worldOf(job, tree, (record) => records.push(record));
  const outcome = await run();
  const { elapsedMs: durationMs, eventCount: events } = simulation;
  const simulated = simulatedRun(job);
  return {
    ...outcome,
    ...{ records, droppedRecords: collector.dropped, durationMs, events, simulated },
    snapshots: job.probed === true ? await snapshotsOf(job, tree, records) : [],
  };
}
