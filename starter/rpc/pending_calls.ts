import type { CancelTimer, Platform } from "../platform/platform.js";
import { RpcError } from "./rpc_error.js";

/** A call that is waiting for its reply. */
export interface PendingCall {
  readonly method: string;
  /** Called at most once, with the result. */
  readonly resolve: (result: unknown) => void;
  /** Called instead of `resolve` if the call fails. */
  readonly reject: (error: RpcError) => void;
  readonly deadlineMs: number;
}

/** The pending calls of one connection, by the ids of their requests, with their deadlines. */
export class PendingCalls {
  readonly #calls = new Map<number, PendingCall & { readonly dueMs: number }>();
  // One timer for the earliest deadline: a timer per call would cost more than the rest of the call.
  #cancelTimer: CancelTimer | undefined;
  #nextDueMs = Infinity;

  /** `peer` is named in errors. */
  constructor(
    private readonly platform: Platform,
    private readonly peer: string,
  ) {}

  /** Adds a call. After `deadlineMs` milliseconds it is removed and rejected with `deadlineExceeded`. */
  add(id: number, { method, resolve, reject, deadlineMs }: PendingCall): void {
    const dueMs = this.platform.monotonicNow() + deadlineMs;
    this.#calls.set(id, { method, resolve, reject, deadlineMs, dueMs });
    if (dueMs < this.#nextDueMs) this.#arm(dueMs);
  }

  /** Removes and returns a call; undefined if no call is pending under that id. */
  take(id: number): PendingCall | undefined {
    const call = this.#calls.get(id);
    this.#calls.delete(id);
    return call;
  }

  /** Rejects all calls with `connectionLost`. */
  lose(reason: string): void {
    this.#cancelTimer?.();
    this.#nextDueMs = Infinity;
    const lost = [...this.#calls.values()];
    this.#calls.clear();
    for (const { method, reject } of lost) {
      const what = `the connection to ${this.peer} ended before the reply (${reason})`;
      reject(new RpcError("connectionLost", `${method}: ${what}; it may have happened`));
    }
  }

  #arm(dueMs: number): void {
    this.#cancelTimer?.();
    this.#nextDueMs = dueMs;
    const waitMs = Math.max(0, dueMs - this.platform.monotonicNow());
    this.#cancelTimer = this.platform.after(waitMs, () => {
      this.#onDeadline();
    });
  }

  #onDeadline(): void {
    const nowMs = this.platform.monotonicNow();
    let nextDueMs = Infinity;
    for (const [id, { method, reject, deadlineMs, dueMs }] of this.#calls) {
      if (dueMs > nowMs) {
        nextDueMs = Math.min(nextDueMs, dueMs);
        continue;
      }
      this.#calls.delete(id);
      const what = `no reply from ${this.peer} within ${deadlineMs} ms`;
      reject(new RpcError("deadlineExceeded", `${method}: ${what}; it may have happened`));
    }
    this.#nextDueMs = nextDueMs;
    if (nextDueMs < Infinity) this.#arm(nextDueMs);
  }
}
