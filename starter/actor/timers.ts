import { platform } from "../platform/current.js";
import type { CancelTimer, Platform } from "../platform/platform.js";

/** Timers that end together, such as those of one actor. */
export class Timers {
  readonly #platform: Platform = platform();
  /** Cancel functions of the timers that have neither run nor been cancelled. */
  readonly #pending = new Set<CancelTimer>();
  #closed = false;

  /** Runs something once, as `Platform.after` does. Does nothing after close. */
  after(delayMs: number, run: () => void): CancelTimer {
    if (this.#closed) return () => undefined;
    const cancel = this.#platform.after(delayMs, () => {
      this.#pending.delete(cancel);
      run();
    });
    this.#pending.add(cancel);
    return () => {
      if (this.#pending.delete(cancel)) cancel();
    };
  }

  /**
   * Runs something every `intervalMs` milliseconds, first after one interval. Every time is counted from the beginning, so
   * delays do not add up. Times that were missed are left out.
   */
  every(intervalMs: number, run: () => void): CancelTimer {
    if (!(intervalMs >= 1)) {
      throw new RangeError(
        `the interval of a repeated message is at least 1 ms, and not ${intervalMs}`,
      );
    }
    let dueMs = this.#platform.monotonicNow() + intervalMs;
    const tick = (): void => {
      const nowMs = this.#platform.monotonicNow();
      // A timer may come a little early, which must not make it come twice.
      dueMs += intervalMs * Math.max(1, Math.floor((nowMs - dueMs) / intervalMs) + 1);
      cancel = this.after(dueMs - nowMs, tick);
      run();
    };
    let cancel = this.after(intervalMs, tick);
    return () => {
      cancel();
    };
  }

  /** Cancels all timers. */
  clear(): void {
    for (const cancel of this.#pending) cancel();
    this.#pending.clear();
  }

  /** Cancels all timers, and makes later ones do nothing. */
  close(): void {
    this.#closed = true;
    this.clear();
  }
}
