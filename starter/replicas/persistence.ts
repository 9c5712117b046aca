import type { Actor, ActorContext } from "../actor/actor.js";
import { platform } from "../platform/current.js";
import type { Persist } from "./messages.js";

/**
 * How a persistence fails: never; by throwing, for every second request on average; or by silently dropping up to three
 * requests before each that succeeds.
 */
export type PersistenceFailures = "never" | "throws" | "drops";

/** The exception with which a persistence fails. */
export class PersistenceError extends Error {
  constructor() {
    super("persistence failure");
    this.name = "PersistenceError";
  }
}

/** A request that fails throws with this probability. */
const throwProbability = 1 / 2;

/** At most this many requests are dropped before one that succeeds. */
const maxDrops = 3;

/**
 * Stands for the disk of a replica, which is its parent. For each key it keeps the value that was persisted last. It is a
 * mock: it keeps nothing in fact, and it fails as often as its argument says.
 */
export class Persistence implements Actor<Persist> {
  static readonly module = import.meta.url;

  readonly #context: ActorContext<Persist>;
  readonly #platform = platform();
  readonly #failures: PersistenceFailures;
  #dropsLeft: number;

  constructor(context: ActorContext<Persist>, failures: PersistenceFailures = "never") {
    this.#context = context;
    this.#failures = failures;
    this.#dropsLeft = this.#drawDrops();
  }

  onMessage({ key, id, replyTo }: Persist): void {
    if (this.#failures === "throws" && this.#platform.random() < throwProbability) {
      throw new PersistenceError();
    }
    if (this.#dropsLeft > 0) {
      this.#dropsLeft--;
      return;
    }
    this.#dropsLeft = this.#drawDrops();
    this.#context.tell(replyTo, { type: "persisted", key, id });
  }

  #drawDrops(): number {
    return this.#failures === "drops" ? Math.floor(this.#platform.random() * (maxDrops + 1)) : 0;
  }
}
