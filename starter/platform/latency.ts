import type { CancelTimer } from "./platform.js";

/** The clock that a {@link DelayLine} needs: monotonic, in milliseconds. */
export interface DelayClock {
  /** Milliseconds since some moment in the past. */
  monotonicNow(): number;
  /** Runs something once, after at least `delayMs` milliseconds. */
  after(delayMs: number, run: () => void): CancelTimer;
}

/**
 * Does things after a delay, in the order in which they were added, even if the delay shrinks in the meantime. Without
 * a delay, and if nothing is waiting, it does them immediately.
 */
export class DelayLine {
  readonly #waiting: { readonly run: () => void; readonly dueMs: number }[] = [];
  #cancel: CancelTimer | undefined;

  constructor(
    private readonly clock: DelayClock,
    private readonly delayMs: () => number,
  ) {}

  /** Runs something after the current delay. */
  push(run: () => void): void {
    const delayMs = this.delayMs();
    if (delayMs === 0 && this.#waiting.length === 0) {
      run();
      return;
    }
    const last = this.#waiting.at(-1);
    const dueMs = Math.max(this.clock.monotonicNow() + delayMs, last?.dueMs ?? 0);
    this.#waiting.push({ run, dueMs });
    this.#arm();
  }

  /** Discards what is waiting. */
  clear(): void {
    this.#waiting.length = 0;
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #arm(): void {
    const next = this.#waiting[0];
    if (next === undefined || this.#cancel !== undefined) return;
    const waitMs = Math.max(0, next.dueMs - this.clock.monotonicNow());
    this.#cancel = this.clock.after(waitMs, () => {
      this.#cancel = undefined;
      this.#deliverDue();
    });
  }

  #deliverDue(): void {
    const nowMs = this.clock.monotonicNow();
    while (this.#waiting[0] !== undefined && this.#waiting[0].dueMs <= nowMs) {
      this.#waiting.shift()?.run();
    }
    this.#arm();
  }
}
