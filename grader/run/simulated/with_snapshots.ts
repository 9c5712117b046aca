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
  const found = new Set(input.findings.map(({ atMs }) => atMs));
  const changes = changesIn(input.history).filter((atMs) => !found.has(atMs));
  const instants = [...found, ...spreadOver(changes, maxInstants - found.size)];
  const probed = await Promise.all(
    instants.map((probeAtMs) => probe({ ...job, detailed: false, probeAtMs })),
  );
  return {
    ...input,
    snapshots: withoutRepeats(probed.flat().sort((a, b) => a.atMs - b.atMs)),
    unseenInstants: found.size + changes.length - instants.length,
  };
}

/** When stores may change: when an actor has handled a message that carries a value. */
function changesIn({ records }: History): number[] {
  const changes = records.flatMap((record) =>
    record.type === "handled" && record.values.length > 0 ? record.atMs : [],
  );
  return [...new Set(changes)].sort((a, b) => a - b);
}

/** At most so many of some items, as evenly as they can be chosen. */
function spreadOver(items: readonly number[], most: number): number[] {
  const step = Math.max(1, items.length / most);
  return items.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
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
