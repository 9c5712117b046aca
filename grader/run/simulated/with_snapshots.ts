import type { History } from "../../history/history.js";
import type { RecordedRun, StoreSnapshot } from "../../history/recorded_run.js";
import type { SimJob } from "./sim_job.js";

/** At how many instants the stores are looked at, for one picture. */
const maxInstants = 120;

/**
 * Completes a picture with what each query actor held at the instants at which that may have changed. For each instant
 * the run is repeated up to there, stopped, and asked; so nothing disturbs the run that is shown.
 *
 * @param probe runs a job that has a `probeAtMs`, and returns its snapshots.
 */
export async function withSnapshots(
  input: Omit<RecordedRun, "snapshots">,
  job: SimJob,
  probe: (job: SimJob) => Promise<readonly StoreSnapshot[]>,
): Promise<RecordedRun> {
  const instants = instantsOf(
    input.history,
    input.findings.map(({ atMs }) => atMs),
  );
  const probed = await Promise.all(
    instants.map((probeAtMs) => probe({ ...job, detailed: false, probeAtMs })),
  );
  return { ...input, snapshots: withoutRepeats(probed.flat()) };
}

/** When stores may change: when an actor has handled a message that carries a value, and when something was found. */
function instantsOf(history: History, found: readonly number[]): number[] {
  const changes = new Set(found);
  for (const record of history.records) {
    if (record.type === "handled" && record.values.length > 0) changes.add(record.atMs);
  }
  const all = [...changes].sort((a, b) => a - b);
  if (all.length <= maxInstants) return all;
  const step = all.length / maxInstants;
  return Array.from({ length: maxInstants }, (_, index) => all[Math.floor(index * step)] ?? 0);
}

/** A snapshot holds until the actor's next one, so one that is like the one before says nothing. */
function withoutRepeats(snapshots: readonly StoreSnapshot[]): StoreSnapshot[] {
  const last = new Map<string, string>();
  return snapshots.filter(({ actor, entries }) => {
    const text = JSON.stringify(entries);
    if (last.get(actor) === text) return false;
    last.set(actor, text);
    return true;
  });
}
