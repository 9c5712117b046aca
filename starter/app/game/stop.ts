/** Why a game ends before its input does. */
export type StopReason =
  | { readonly type: "interrupted" }
  | { readonly type: "nameTaken"; readonly name: string }
  | { readonly type: "failed"; readonly error: unknown };

/** Thrown by {@link Stop.or} when the game ends. */
export class Stopped extends Error {
  constructor(readonly reason: StopReason) {
    super(`the game ends: ${reason.type}`);
    this.name = "Stopped";
  }
}

/** Ends whatever the game waits for. */
export class Stop {
  readonly #stopped: Promise<never>;
  #reject: (error: Stopped) => void = () => undefined;

  constructor() {
    this.#stopped = new Promise<never>((_, reject) => (this.#reject = reject));
    // Whether anybody waits when it happens does not matter.
    this.#stopped.catch(() => undefined);
  }

  /** Ends the game. The first reason counts. */
  because(reason: StopReason): void {
    this.#reject(new Stopped(reason));
  }

  /** Waits for a promise, or rejects with {@link Stopped} when the game ends meanwhile. */
  or<T>(promise: Promise<T>): Promise<T> {
    return Promise.race([promise, this.#stopped]);
  }
}
