import type { Platform } from "../../starter/platform/platform.js";
import { Random } from "./random.js";

/** What a host is made of. */
export interface SimHostOptions {
  /** For messages and traces. */
  readonly name: string;
  /** The name of the machine, by which other machines reach it. Hosts with the same one share their ports. */
  readonly publicName: string;
  readonly seed: number;
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
  readonly platform: Platform;
  /** The numbers that the host's code gets from `Platform.random`. */
  readonly random: Random;
  /** Decides how long the host's hops take. */
  readonly jitter: Random;
  /** Decides how late its timers are. */
  readonly timerSalt: number;
  /** When the last `after(0)` of the host is due, in microseconds: later ones must not overtake it. */
  lastTurnUs = 0;

  readonly #endings = new Set<() => void>();
  readonly #onFailure: (error: Error) => void;
  #alive = true;

  constructor(options: SimHostOptions) {
    const { name, publicName, seed, label, onFailure } = options;
    this.name = name;
    this.publicName = publicName;
    this.#onFailure = onFailure;
    this.random = new Random(seed, `${label} program`);
    this.jitter = new Random(seed, `${label} jitter`);
    this.timerSalt = this.jitter.within([0, 0x7fffffff]);
    this.platform = options.platform(this);
  }

  /** Whether the host's events still run. */
  get alive(): boolean {
    return this.#alive;
  }

  /** Has `ending` called when the host ends (at once, if it has); returns a function that takes it back. */
  atEnd(ending: () => void): () => void {
    if (!this.#alive) ending();
    this.#endings.add(ending);
    return () => {
      this.#endings.delete(ending);
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
