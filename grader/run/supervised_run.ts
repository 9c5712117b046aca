import type * as CurrentModule from "../../starter/platform/current.js";
import type * as NodePlatformModule from "../../starter/platform/node_platform.js";
import type { TraceEvent } from "../../starter/platform/platform.js";
import { Collector } from "./collector.js";
import { isThreadEnd, tidyThreadEnd } from "./failure.js";
import type { HistoryRecord } from "../history/history.js";
import { PortPlan } from "./port_plan.js";
import type { Scenario } from "../history/scenario.js";
import { ScenarioRun, type RunOutcome } from "./scenario_run.js";
import { treeOn } from "./staged_tree.js";
import { loadSteps } from "./step_kind.js";

/** What a supervised run needs to know; plain data. */
export interface SupervisedJob {
  readonly scenario: Scenario;
  /** See {@link StepKinds.url}. */
  readonly stepsUrl: string;
  /** See {@link StagedTree.url}. */
  readonly treeUrl: string;
  /** The first of a block of free ports, as many as {@link PortPlan.size} says. */
  readonly basePort: number;
  /** The most heap that one thread may use, in MiB. */
  readonly threadHeapMiB: number;
  /** Whether the scenario's time limit holds. */
  readonly limited: boolean;
}

/** How a supervised run ended. */
export interface SupervisedOutcome extends RunOutcome {
  readonly durationMs: number;
  readonly droppedRecords: number;
}

/** The name of the thread that supervises, on which those of its hosts build: `test/s1`, `test/s1/2`. */
const rootHost = "test";

/**
 * Runs a scenario on real threads and sockets, supervised by this thread: it imports given code of the tree but none of
 * the student's, so it stays responsive whatever that does.
 */
export class SupervisedRun {
  readonly #run: ScenarioRun;
  readonly #collector: Collector;
  readonly #originMs: number;

  private constructor(run: ScenarioRun, collector: Collector, originMs: number) {
    this.#run = run;
    this.#collector = collector;
    this.#originMs = originMs;
  }

  /** Prepares a run; `keep` gets its records as they are made. Throws when the tree's platform cannot be imported. */
  static async prepare(
    job: SupervisedJob,
    keep: (record: HistoryRecord) => void,
  ): Promise<SupervisedRun> {
    const { scenario, treeUrl, threadHeapMiB, limited } = job;
    const steps = await loadSteps(job.stepsUrl);
    const [{ createNodePlatform }, { installPlatform }] = (await Promise.all([
      import(`${treeUrl}platform/node_platform.js`),
      import(`${treeUrl}platform/current.js`),
    ])) as [typeof NodePlatformModule, typeof CurrentModule];
    let take: (event: TraceEvent) => void = () => undefined;
    const platform = createNodePlatform({
      host: rootHost,
      threadHeapMiB,
      trace: (event) => {
        take(event);
      },
    });
    installPlatform(platform);
    const plan = new PortPlan(scenario, steps, job.basePort);
    const run = new ScenarioRun({
      scenario,
      steps,
      tree: treeOn(treeUrl, platform),
      plan,
      limited,
      allowances: true,
    });
    const originMs = nowMs();
    const collector = new Collector({ scenario, steps, plan, originMs, keep });
    take = (event) => {
      collector.take(event);
      const death = actorsDeath(collector, event);
      if (death !== undefined) run.crash(death);
    };
    return new SupervisedRun(run, collector, originMs);
  }

  /** Runs the scenario. Call it once. */
  async run(): Promise<SupervisedOutcome> {
    const outcome = await this.#run.run();
    return {
      ...outcome,
      durationMs: nowMs() - this.#originMs,
      droppedRecords: this.#collector.dropped,
    };
  }

  /** Ends the run as crashed; `reason` is for people. */
  crash(reason: string): void {
    this.#run.crash(reason);
  }

  /** Ends every host of the run, in order where they answer. */
  close(): Promise<void> {
    return this.#run.close();
  }
}

/** A sentence for people when an event says that an actor's thread has ended by itself. */
function actorsDeath(collector: Collector, event: TraceEvent): string | undefined {
  if (event.type !== "actorError") return undefined;
  const { actor, message } = event as unknown as { actor?: string; message: string };
  if (actor === undefined || !isThreadEnd(message)) return undefined;
  const [, index] = /\/(\d+)$/.exec(actor) ?? [];
  const who = `actor ${index ?? actor} of server ${collector.serverOf(actor)}`;
  return `${who}: ${tidyThreadEnd(message, rootHost)}`;
}

/** The clock of traces: milliseconds since 1970, with fractions, monotonic, and the same in all threads. */
function nowMs(): number {
  return performance.timeOrigin + performance.now();
}
