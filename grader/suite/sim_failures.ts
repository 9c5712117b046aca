import { findWrongs } from "../labs/cmud/oracle/find_wrongs.js";
import type { RecordedRun, StoreSnapshot } from "../history/recorded_run.js";
import { withSnapshots } from "../run/simulated/with_snapshots.js";
import type { SimJob } from "../run/simulated/sim_job.js";
import type { KeyedJob } from "../run/simulated/sim_worker.js";
import type { SimFailure } from "./sim_test.js";

/** What looking at failures needs. */
export interface FailureTools {
  /** See {@link SimTestTools.replay}. */
  readonly replay: (id: string, seed: number) => string;
  /** The tree as it was typed. */
  readonly tree: string;
  /** Runs a job that has a `probeAtMs`, and returns its snapshots. */
  readonly probe: (job: KeyedJob) => Promise<readonly StoreSnapshot[]>;
  /** Takes the picture of a failure; undefined when nobody wants any. */
  readonly onPicture: ((picture: RecordedRun) => void) | undefined;
}

/** So many findings are told beside what a check has said. */
const maxFindings = 2;

/**
 * Asks the oracle what went wrong in a failed run, and has it drawn if that is wanted.
 *
 * @returns what the oracle says, for the end of the failure's message; empty when it finds nothing.
 */
export async function lookAtFailure(failure: SimFailure, tools: FailureTools): Promise<string> {
  const { definition, seed, judgement, history, job } = failure;
  const findings = findWrongs(history);
  if (tools.onPicture !== undefined) {
    const input = {
      title: definition.id,
      tree: tools.tree,
      message: judgement.message,
      replay: tools.replay(definition.id, seed),
      scenario: definition.scenario,
      history,
      findings,
    };
    const probe = (at: SimJob): Promise<readonly StoreSnapshot[]> =>
      tools.probe({ ...at, key: definition.id });
    tools.onPicture(await withSnapshots(input, job, probe));
  }
  if (findings.length === 0) return "";
  const lines = findings.slice(0, maxFindings).map(({ message }) => `  - ${message}`);
  const more = findings.length - maxFindings;
  return [
    "What happened, message by message:",
    ...lines,
    ...(more > 0 ? [`  and ${more} more`] : []),
  ].join("\n");
}
