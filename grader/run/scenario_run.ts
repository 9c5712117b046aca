import { messageOf, HostFailure } from "./failure.js";
import type { RunEnd } from "../history/history.js";
import { isFlowStep, type FlowStep, type Scenario, type Step } from "../history/scenario.js";
import type { PortPlan } from "./port_plan.js";
import { RunHosts } from "./run_hosts.js";
import { kindOf } from "./scenario_facts.js";
import type { StagedTree } from "./staged_tree.js";
import type { RunRoot, StepKinds } from "./step_kind.js";
import { placeOn } from "./step_place.js";

/** Options of {@link ScenarioRun}. */
export interface ScenarioRunOptions {
  readonly scenario: Scenario;
  readonly steps: StepKinds;
  /** The tree on the platform of the host that runs the steps; its trace gets what they report. */
  readonly tree: StagedTree;
  readonly plan: PortPlan;
  /** Whether the scenario's time limit holds; false for debugging. */
  readonly limited: boolean;
  /** Whether waits take their allowances on top: true on real threads. */
  readonly allowances: boolean;
}

/** How a run ended. */
export interface RunOutcome {
  readonly end: RunEnd;
  /** Whether it should be tried again, because a port was in use. */
  readonly portInUse: boolean;
  /** The error of the scenario or the harness, if that ended the run; it is not the tree's fault. */
  readonly harnessError?: string;
}

/**
 * Runs a scenario's steps. This code imports no student code, which runs in hosts that the steps spawn. It uses only
 * its platform, so the same steps run on real threads and sockets and in a simulation.
 */
export class ScenarioRun {
  readonly #options: ScenarioRunOptions;
  readonly #hosts: RunHosts;
  readonly #root: RunRoot;
  readonly #closings: (() => Promise<void>)[] = [];
  /** The operations in progress, in words, oldest first. */
  readonly #underWay = new Map<number, string>();
  #lastStep = 0;
  #stop: (outcome: RunOutcome) => void = () => undefined;
  #stopped = false;

  constructor(options: ScenarioRunOptions) {
    const { tree, plan, scenario, steps } = options;
    this.#options = options;
    this.#hosts = new RunHosts(tree, steps, plan, (reason) => {
      this.crash(reason);
    });
    this.#root = {
      ...placeOn(tree),
      ports: plan,
      latencyMs: scenario.latencyMs ?? 0,
      spawn: this.#hosts.spawn,
      network: this.#hosts.network,
      stop: (end, portInUse = false) => {
        throw new RunStopped({ end, portInUse });
      },
      onClose: (close) => this.#closings.push(close),
    };
  }

  /** Runs all steps. Never rejects; call it once. What was started keeps running until {@link ScenarioRun.close}. */
  async run(): Promise<RunOutcome> {
    const { scenario, tree, limited } = this.#options;
    const stopped = new Promise<RunOutcome>((resolve) => (this.#stop = resolve));
    const cancelLimit = limited
      ? tree.platform.after(scenario.timeLimitMs, () => {
          this.#stop({ end: { how: "timeout", doing: this.doing() }, portInUse: false });
        })
      : undefined;
    const outcome = await Promise.race([stopped, this.#runAll()]);
    this.#stopped = true;
    cancelLimit?.();
    return outcome;
  }

  /** Ends the run because something died; `reason` is for people. Does nothing if the run has ended. */
  crash(reason: string): void {
    this.#stop({ end: { how: "crashed", reason }, portInUse: false });
  }

  /** What the run is currently doing, in words. */
  doing(): string {
    const [first, ...others] = this.#underWay.values();
    if (first === undefined) return "ending";
    return others.length === 0
      ? first
      : `${first}, and ${others.length} more steps at the same time`;
  }

  /** Ends all hosts, and whatever else the steps have started. */
  async close(): Promise<void> {
    this.#stopped = true;
    await Promise.all([this.#hosts.close(), ...this.#closings.map((close) => close())]);
  }

  async #runAll(): Promise<RunOutcome> {
    try {
      await this.#runSteps(this.#options.scenario.steps);
      return { end: { how: "done" }, portInUse: false };
    } catch (error) {
      if (error instanceof RunStopped) return error.outcome;
      const reason = `while ${this.doing()}: ${messageOf(error)}`;
      const outcome = { end: { how: "crashed", reason }, portInUse: false } as const;
      // A failure inside a host is caused by the code that runs there.
      return error instanceof HostFailure ? outcome : { ...outcome, harnessError: reason };
    }
  }

  async #runSteps(steps: readonly Step[]): Promise<void> {
    for (const step of steps) {
      // After its end a run starts nothing, although its pending steps cannot be cancelled.
      if (this.#stopped) return;
      await this.#runStep(step);
    }
  }

  async #runStep(step: Step): Promise<void> {
    if (isFlowStep(step)) {
      await this.#runFlow(step);
      return;
    }
    const kind = kindOf(step, this.#options.steps);
    await this.#doing(kind.inWords(step), () => kind.run(step, this.#root));
  }

  async #runFlow(step: FlowStep): Promise<void> {
    switch (step.do) {
      case "wait": {
        const allowanceMs = this.#options.allowances ? (step.allowanceMs ?? 0) : 0;
        const ended = this.#root.began({ type: "wait" });
        await this.#doing(`waiting ${step.ms} ms`, () => this.#wait(step.ms + allowanceMs));
        ended({});
        return;
      }
      case "mark":
        this.#root.record({ type: "mark", name: step.name });
        return;
      case "parallel":
        await Promise.all(step.branches.map((branch) => this.#runSteps(branch)));
        return;
      case "paced":
        return this.#runPaced(step.everyMs, step.steps);
    }
  }

  /** Notes what is under way until it has ended; what fails is noted for good. */
  async #doing(words: string, run: () => void | Promise<void>): Promise<void> {
    const id = ++this.#lastStep;
    this.#underWay.set(id, words);
    await run();
    this.#underWay.delete(id);
  }

  /** Every step is due at a time that depends on the first alone, so delays do not add up. */
  async #runPaced(everyMs: number, steps: readonly Step[]): Promise<void> {
    const { platform } = this.#options.tree;
    const startMs = platform.monotonicNow();
    const running: Promise<void>[] = [];
    for (const [index, step] of steps.entries()) {
      const delayMs = startMs + index * everyMs - platform.monotonicNow();
      if (delayMs > 0) await this.#wait(delayMs);
      if (this.#stopped) return;
      const run = this.#runStep(step);
      // It is awaited below; until then a failure must not count as unhandled.
      run.catch(() => undefined);
      running.push(run);
    }
    await Promise.all(running);
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => this.#options.tree.platform.after(ms, resolve));
  }
}

/** Thrown by a step to end the whole run. */
class RunStopped extends Error {
  constructor(readonly outcome: RunOutcome) {
    super("the run was stopped");
    this.name = "RunStopped";
  }
}
