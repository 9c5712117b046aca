import type { Platform } from "../../starter/platform/platform.js";
import type { ModuleGraph } from "./modules/module_graph.js";
import { Random } from "./random.js";
import type { Seam } from "./seam.js";

/** What a host is made of. */
export interface SimHostOptions {
  /** For messages and traces. */
  readonly name: string;
  /** The name of the machine, by which other machines reach it. Hosts with the same one share their ports. */
  readonly publicName: string;
  readonly seed: number;
  readonly seam: Seam;
  /** Makes modules that nobody else has, for a part of the host's program; undefined when hosts share theirs. */
  readonly newGraph: ((part: string) => ModuleGraph) | undefined;
  /** Tells the host's random numbers from those of other hosts. */
  readonly label: string;
  /** Called when code of the host throws and nobody catches it, after the host has ended. */
  readonly onFailure: (error: Error) => void;
  /** Makes the platform that the host's code sees. */
  readonly platform: (host: SimHost) => Platform;
}

/** A simulated thread: what its code started ends with it. */
export class SimHost {
  readonly name: string;
  readonly publicName: string;
  /** The tree's copy of it, which all hosts share. */
  readonly seam: Seam;
  readonly platform: Platform;
  /** The numbers that the host's code gets from `Platform.random`. */
  random: Random;
  /** Decides how long the host's hops take. */
  jitter: Random;
  /** Decides how long its actors take for their messages. */
  readonly work: Random;
  /** Decides how long its turns take; apart from other hops, since who asks an actor changes when it takes one. */
  turns: Random;
  /** Decides how late its timers are. */
  readonly timerSalt: number;
  /** When the last `after(0)` of the host is due, in microseconds: later ones must not overtake it. */
  lastTurnUs = 0;

  /** What random numbers are drawn from while the world is halted. */
  readonly #haltedRandom: Random;
  readonly #newGraph: ((part: string) => ModuleGraph) | undefined;
  /** The host's own modules, by the part of its program that has them. */
  readonly #graphs = new Map<string, ModuleGraph>();
  readonly #endings = new Set<() => void>();
  readonly #onFailure: (error: Error) => void;
  #alive = true;

  constructor(options: SimHostOptions) {
    const { name, publicName, seed, label, seam, newGraph, onFailure } = options;
    this.name = name;
    this.publicName = publicName;
    this.#onFailure = onFailure;
    this.seam = seam;
    this.#newGraph = newGraph;
    this.random = new Random(seed, `${label} program`);
    this.jitter = new Random(seed, `${label} jitter`);
    this.work = new Random(seed, `${label} work`);
    this.turns = new Random(seed, `${label} turns`);
    this.#haltedRandom = new Random(seed, `${label} halted`);
    this.timerSalt = this.jitter.within([0, 0x7fffffff]);
    this.platform = options.platform(this);
  }

  /** Whether the host's events still run. */
  get alive(): boolean {
    return this.#alive;
  }

  /** Whether the host has modules that nobody else has. */
  get isolated(): boolean {
    return this.#newGraph !== undefined;
  }

  /**
   * Imports a module as the host's code sees it, or as a part of its program does that has modules for itself. Takes real
   * time; see {@link World.load}.
   */
  async load(module: string, part = ""): Promise<Record<string, unknown>> {
    if (this.#newGraph === undefined) return (await import(module)) as Record<string, unknown>;
    const graph = this.#graphs.get(part) ?? this.#newGraph(part);
    this.#graphs.set(part, graph);
    return await graph.load(module);
  }

  /** Has `ending` called when the host ends (at once, if it has); returns a function that takes it back. */
  atEnd(ending: () => void): () => void {
    if (!this.#alive) ending();
    this.#endings.add(ending);
    return () => {
      this.#endings.delete(ending);
    };
  }

  /** Lets the host draw random numbers from elsewhere; returns a function that puts everything back as it was. */
  halt(): () => void {
    const { random, jitter, turns, lastTurnUs } = this;
    this.random = this.jitter = this.turns = this.#haltedRandom;
    return () => {
      Object.assign(this, { random, jitter, turns, lastTurnUs });
    };
  }

  /** Ends the host by force: none of its code runs any more, its links are lost, its spawned hosts end too. Idempotent. */
  end(): void {
    if (!this.#alive) return;
    this.#alive = false;
    for (const ending of this.#endings) ending();
    this.#endings.clear();
  }

  /** Ends the host because of an error that nobody caught. Does nothing when it has ended. */
  fail(error: Error): void {
    if (!this.#alive) return;
    this.end();
    this.#onFailure(error);
  }
}

/** Makes an error of what was thrown. */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
