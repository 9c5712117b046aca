import { messageOf } from "./failure.js";
import type { RunEnd } from "../history/history.js";
import { HostFailure } from "./port_calls.js";
import type { PortPlan } from "./port_plan.js";
import { observe } from "./query_call.js";
import { RunClients } from "./run_clients.js";
import { RunHosts } from "./run_hosts.js";
import { RunServers } from "./run_servers.js";
import { RunStopped } from "./run_stopped.js";
import type { Scenario, Step } from "../history/scenario.js";
import type { StagedTree } from "./staged_tree.js";
import { stepInWords } from "../history/step_words.js";

/** Options of {@link ScenarioRun}. */
export interface ScenarioRunOptions {
  readonly scenario: Scenario;
  /** The tree on the platform of the host that runs the steps; its trace gets the observations. */
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
  /** Whether it deserves another try, because a port was taken. */
  readonly portInUse: boolean;
  /** What is wrong with the scenario or the harness, if that ended the run: nothing that the tree can help. */
  readonly harnessError?: string;
}

/**
 * Runs a scenario's steps. This code imports none of the student's: that runs in hosts which it spawns, one for clients
 * and mailboxes and one for each server. It knows the world through its platform only, so the same steps run on real
 * threads and sockets and in a simulation.
 */
export class ScenarioRun {
  readonly #options: ScenarioRunOptions;
  readonly #hosts: RunHosts;
  readonly #servers: RunServers;
  readonly #clients: RunClients;
  /** What is under way, in words; the oldest first. */
  readonly #underWay = new Map<number, string>();
  #lastStep = 0;
  #stop: (outcome: RunOutcome) => void = () => undefined;
  #stopped = false;

  constructor(options: ScenarioRunOptions) {
    const { tree, plan, scenario } = options;
    this.#options = options;
    this.#hosts = new RunHosts(tree, (reason) => {
      this.crash(reason);
    });
    this.#servers = new RunServers(tree, this.#hosts, plan, scenario);
    this.#clients = new RunClients(tree, this.#hosts, plan);
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

  /** Ends the run because something died; `reason` is for people. Does nothing when the run has ended. */
  crash(reason: string): void {
    this.#stop({ end: { how: "crashed", reason }, portInUse: false });
  }

  /** What the run is about at this moment, in words. */
  doing(): string {
    const [first, ...others] = this.#underWay.values();
    if (first === undefined) return "ending";
    return others.length === 0 ? first : `${first}, and ${others.length} more steps at once`;
  }

  /** Ends all hosts and simulated servers. */
  async close(): Promise<void> {
    this.#stopped = true;
    await Promise.all([this.#hosts.close(), this.#clients.close()]);
  }

  async #runAll(): Promise<RunOutcome> {
    try {
      await this.#runSteps(this.#options.scenario.steps);
      return { end: { how: "done" }, portInUse: false };
    } catch (error) {
      if (error instanceof RunStopped) return { end: error.end, portInUse: error.portInUse };
      const reason = `while ${this.doing()}: ${messageOf(error)}`;
      const outcome = { end: { how: "crashed", reason }, portInUse: false } as const;
      // What fails inside of a host is the doing of the code that runs there.
      return error instanceof HostFailure ? outcome : { ...outcome, harnessError: reason };
    }
  }

  async #runSteps(steps: readonly Step[]): Promise<void> {
    for (const step of steps) {
      // A run that has ended starts nothing more, although nobody can call its pending steps back.
      if (this.#stopped) return;
      await this.#runStep(step);
    }
  }

  async #runStep(step: Step): Promise<void> {
    if (step.do === "parallel") {
      await Promise.all(step.branches.map((branch) => this.#runSteps(branch)));
      return;
    }
    if (step.do === "paced") {
      await this.#runPaced(step.everyMs, step.steps);
      return;
    }
    const id = ++this.#lastStep;
    this.#underWay.set(id, stepInWords(step));
    await this.#runSingle(step);
    this.#underWay.delete(id);
  }

  async #runSingle(step: Exclude<Step, { do: "parallel" | "paced" }>): Promise<void> {
    switch (step.do) {
      case "wait":
        return this.#wait(step.ms + (this.#options.allowances ? (step.allowanceMs ?? 0) : 0));
      case "mark":
        observe(this.#options.tree.platform, { type: "mark", name: step.name });
        return undefined;
      case "startServer":
        return this.#servers.startServer(step);
      case "closeServer":
        return this.#servers.closeServer(step);
      case "latency":
        return this.#servers.setLatency(step.ms);
      case "stats":
        return this.#servers.stats(step.name);
      case "get":
      case "put":
      case "list":
        return this.#clients.query(step);
      case "startSystem":
        return this.#servers.startSystem(step);
      case "tellRemote":
        return this.#servers.tellRemote(step);
      case "startFake":
      case "stopFake":
      case "newClient":
      case "closeClient":
      case "call":
        return this.#clients.onClientStep(step);
      case "newMailbox":
      case "push":
      case "pop":
      case "closeMailbox":
        return this.#clients.onMailboxStep(step);
    }
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
