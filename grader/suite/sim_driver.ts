import type { History } from "../history/history.js";
import type { RecordedRun } from "../history/recorded_run.js";
import { conditionsOf, type Conditions } from "../run/simulated/conditions.js";
import { historyOf } from "../run/history_of.js";
import { SimHere } from "../run/simulated/sim_here.js";
import type { SimJob } from "../run/simulated/sim_job.js";
import type { SimResult } from "../run/simulated/sim_worker.js";
import { SimWorkers } from "../run/simulated/sim_workers.js";
import { treeToSimulate } from "../run/simulated/sim_job.js";
import { SourcePositions } from "../run/source_positions.js";
import { judge, type Judgement } from "./judge.js";
import { simulatorCount, simulatorHeapMiB } from "./machine.js";
import { SealedValues } from "./sealed_values.js";
import type { LabTest, SuiteSpec } from "./suite_spec.js";
import type { SuiteRequest, TestResult } from "./suite_types.js";

/** Runs simulations, like {@link SimWorkers}. */
export interface RunsJobs {
  run(job: SimJob, onStart?: () => void): Promise<SimResult>;
  close(): Promise<void>;
}

/** The part of a {@link SuiteRequest} that simulating tests needs. */
export type SimRequest = Omit<SuiteRequest, "tests" | "driver" | "onEvent">;

/** How many findings of the oracle are reported in addition to the check's message. */
const maxFindings = 2;

/** Runs tests in simulation, in as many processes as there are cores. */
export class SimDriver {
  readonly #lab: SuiteSpec;
  readonly #request: SimRequest;
  readonly #jobs: RunsJobs;
  readonly #positions: SourcePositions;

  constructor(lab: SuiteSpec, request: SimRequest, jobs: RunsJobs = jobsFor(lab, request)) {
    this.#lab = lab;
    this.#request = request;
    this.#jobs = jobs;
    this.#positions = new SourcePositions(request.jsDir);
  }

  /**
   * Runs a test under one seed after another, each with the conditions that belong to it, and stops at the first
   * failure. So the verdict and the reported seed depend only on the tree and the seeds.
   *
   * @throws errors of the grader, or the reason if the run is aborted.
   */
  async run(test: LabTest, onStart: () => void): Promise<TestResult> {
    let durationMs = 0;
    let output = "";
    let announce = onStart;
    for (const seed of this.#seedsOf(test)) {
      const { faults, timing, machines } = this.#conditionsOf(test, seed);
      const job = { scenario: test.scenario, seed, faults, timing, machines, detailed: false };
      const history = historyOf(await this.#runJob(job, announce), this.#positions);
      announce = () => undefined;
      const judgement = await judge(test, history, this.#lab.sections, this.#lab.steps);
      if (judgement.status !== "passed") return await this.#failed(test, job, history, judgement);
      durationMs += history.durationMs;
      output ||= history.output;
    }
    const { id } = test;
    return { id, status: "passed", durationMs, attempts: 1, ...(output === "" ? {} : { output }) };
  }

  /** Ends all processes. */
  close(): Promise<void> {
    return this.#jobs.close();
  }

  #seedsOf(test: LabTest): readonly number[] {
    const { seed, seeds = test.seeds } = this.#request;
    if (seed !== undefined) return [seed];
    return Array.from({ length: seeds }, (_, index) => index + 1);
  }

  #conditionsOf({ conditions }: LabTest, seed: number): Conditions {
    return conditions ?? conditionsOf(this.#lab.conditions, seed);
  }

  async #runJob(job: SimJob, onStart?: () => void): Promise<SimResult> {
    if (this.#request.seal === false) return await this.#jobs.run(job, onStart);
    const values = new SealedValues();
    const scenario = values.seal(job.scenario);
    return values.unseal(await this.#jobs.run({ ...job, scenario }, onStart));
  }

  async #failed(
    test: LabTest,
    job: SimJob,
    { durationMs, output, end }: History,
    first: Judgement,
  ): Promise<TestResult> {
    // If code has not been written yet, or does not return, there is nothing to examine.
    const isOver = first.todo === true || end.how === "stuck";
    const judgement = isOver ? first : await this.#lookCloser(test, job, first);
    const { status, message = "", section, todo = false, cause } = judgement;
    const { words } = this.#conditionsOf(test, job.seed);
    const again = this.#request.replay(test.id, job.seed);
    const repeat = `This was a simulated run with ${words}. To repeat it: ${again}`;
    return {
      id: test.id,
      status,
      durationMs,
      attempts: 1,
      seed: job.seed,
      message,
      ...(todo ? {} : { repeat }),
      ...(cause === undefined ? {} : { cause }),
      ...(section === undefined ? {} : { section }),
      ...(output === "" ? {} : { output }),
    };
  }

  /**
   * Repeats a failed run with the text of every message, judges it again, and adds what the oracle finds; also draws it
   * if requested.
   */
  async #lookCloser(test: LabTest, seen: SimJob, first: Judgement): Promise<Judgement> {
    const job = { ...seen, detailed: true };
    const history = historyOf(await this.#runJob(job), this.#positions);
    const isCut = (history.droppedRecords ?? 0) > 0;
    const closer = isCut ? first : await judge(test, history, this.#lab.sections, this.#lab.steps);
    const judgement = closer.status === first.status ? closer : first;
    const findings = this.#lab.findWrongs(history);
    await this.#draw(test, job, { history, findings, message: judgement.message });
    if (judgement.told === true || findings.length === 0) return judgement;
    const more = findings.length - maxFindings;
    const lines = [
      judgement.message ?? "",
      "What happened, message by message:",
      ...findings.slice(0, maxFindings).map(({ message }) => `  - ${message}`),
      ...(more > 0 ? [`  and ${more} more`] : []),
    ];
    return { ...judgement, message: lines.filter((line) => line !== "").join("\n") };
  }

  async #draw(
    { id: title }: LabTest,
    job: SimJob,
    run: Pick<RecordedRun, "history" | "findings" | "message">,
  ): Promise<void> {
    const { treeName: tree, onPicture, replay } = this.#request;
    if (onPicture === undefined) return;
    const { snapshots } = await this.#runJob({ ...job, probed: true });
    onPicture({ ...run, title, tree, replay: replay(title, job.seed), snapshots });
  }
}

function jobsFor({ steps }: SuiteSpec, request: SimRequest): RunsJobs {
  const tree = treeToSimulate(request);
  if (request.inProcess === true) return new SimHere(tree, steps);
  const count = request.jobs ?? simulatorCount();
  return new SimWorkers(
    { tree, steps, wall: request.wall, heapMiB: simulatorHeapMiB(count) },
    count,
    request.signal,
  );
}
