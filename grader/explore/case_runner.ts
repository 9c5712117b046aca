import { todoOf, type History, type RunEnd } from "../history/history.js";
import type { SourcePositions } from "../run/source_positions.js";
import type { Finding } from "../history/finding.js";
import type { StoreSnapshot } from "../history/recorded_run.js";
import type { SimJob } from "../run/simulated/sim_job.js";
import { historyOf } from "../run/history_of.js";
import type { SimWorkers } from "../run/simulated/sim_workers.js";
import { conditionsNamed } from "../run/simulated/conditions.js";
import type { ExploreCase, ExploreSpec } from "./explore_spec.js";

/** The result of a case. */
export interface CaseResult<C extends ExploreCase = ExploreCase> {
  readonly explored: C;
  readonly history: History;
  /** What is wrong; empty if nothing is. */
  readonly wrongs: readonly Wrong[];
}

/** Something wrong with a run: a finding of the oracle, or that the run did not reach its end. */
export type Wrong =
  | Finding
  | {
      readonly kind: "crashed" | "stuck" | "refused" | "bypass" | "not-written";
      readonly message: string;
    };

/** The simulated run of a case. */
export function jobOf<C extends ExploreCase>(
  lab: ExploreSpec<C>,
  explored: C,
  detailed: boolean,
): SimJob {
  const { faults, timing, machines } = conditionsNamed(lab.conditions, explored.conditions);
  return {
    scenario: lab.workload.scenarioOf(explored),
    seed: explored.seed,
    faults: [...faults, ...explored.faults],
    ...{ timing, machines, detailed },
  };
}

/** Runs cases. */
export interface RunsCases<C extends ExploreCase = ExploreCase> {
  /** How many cases were run. */
  readonly runs: number;
  run(explored: C): Promise<CaseResult<C>>;
}

/** Runs cases on a tree, in other processes. */
export class CaseRunner<C extends ExploreCase = ExploreCase> implements RunsCases<C> {
  readonly #lab: ExploreSpec<C>;
  readonly #workers: SimWorkers;
  readonly #positions: SourcePositions;
  #runs = 0;

  constructor(lab: ExploreSpec<C>, workers: SimWorkers, positions: SourcePositions) {
    this.#lab = lab;
    this.#workers = workers;
    this.#positions = positions;
  }

  /** How many cases were run. */
  get runs(): number {
    return this.#runs;
  }

  /** Runs a case and judges it. Rejects if the harness fails, or if the workers' signal is aborted. */
  async run(explored: C, detailed = false): Promise<CaseResult<C>> {
    this.#runs++;
    const result = await this.#workers.run(jobOf(this.#lab, explored, detailed));
    const history = historyOf(result, this.#positions);
    return { explored, history, wrongs: this.#wrongsIn(explored, history) };
  }

  /** Runs a job that is probed, and returns what the query actors held. */
  async probe(job: SimJob): Promise<readonly StoreSnapshot[]> {
    this.#runs++;
    const { snapshots } = await this.#workers.run(job);
    return snapshots;
  }

  #wrongsIn({ faults }: ExploreCase, history: History): readonly Wrong[] {
    const ended = this.#endedWrong(history);
    // Killed servers cannot be expected to answer.
    const expected = ended?.kind === "refused" && faults.some(({ fault }) => fault === "crash");
    return ended === undefined || expected ? this.#lab.findWrongs(history) : [ended];
  }

  /** What makes a history useless for the oracle. */
  #endedWrong({ records, end }: History): Wrong | undefined {
    for (const record of records) {
      const unwritten = todoOf(record) === undefined ? undefined : "not-written";
      if (record.type === "server" && record.event === "failed") {
        const message = `${record.server} did not start: ${record.error ?? "no reason"}`;
        return { kind: unwritten ?? "crashed", message };
      }
      const refusal = this.#lab.workload.refusalIn(record);
      if (refusal !== undefined) return { kind: unwritten ?? "refused", message: refusal };
      if (record.type === "bypass") {
        const { what, instead, place } = record;
        return { kind: "bypass", message: `${place} uses ${what}; ${instead}` };
      }
      if (record.type === "error" && record.intended !== true) {
        const message = `${record.actor ?? record.server} threw: ${record.message}`;
        return { kind: unwritten ?? "crashed", message };
      }
    }
    return endedBadly(end);
  }
}

function endedBadly(end: RunEnd): Wrong | undefined {
  switch (end.how) {
    case "done":
      return undefined;
    case "timeout":
      return { kind: "stuck", message: `the run did not end: it was ${end.doing}` };
    case "stuck":
      return { kind: "stuck", message: `code did not return: ${end.where}` };
    case "crashed":
      return { kind: "crashed", message: `the program died: ${end.reason}` };
  }
}
