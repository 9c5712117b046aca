import type { CancelTimer } from "../../../starter/platform/platform.js";
import type { GuardedHost } from "./guarded_host.js";

/** Node gives every timer a number; these are so high that no real timer has one of them. */
const firstId = 2 ** 40;

/** The longest delay of Node's timers; it takes a longer one, or none, for 1 ms. */
const longestMs = 2 ** 31 - 1;

let lastId = firstId;
const byId = new Map<number, VirtualTimer>();

/** What a timer calls. */
export interface TimerCall {
  readonly run: (...args: unknown[]) => unknown;
  readonly args: readonly unknown[];
}

/** A timer in virtual time that looks like Node's `Timeout` or `Immediate`. */
export class VirtualTimer {
  readonly #host: GuardedHost;
  readonly #call: TimerCall;
  readonly #delayMs: number;
  readonly #repeats: boolean;
  #id: number | undefined;
  #hasRef = true;
  #cancel: CancelTimer | undefined;

  /** Starts the timer. 0 ms is an `Immediate`. */
  constructor(host: GuardedHost, call: TimerCall, delayMs: number, repeats: boolean) {
    this.#host = host;
    this.#call = call;
    this.#delayMs = delayMs;
    this.#repeats = repeats;
    this.#start();
  }

  /** Nothing keeps a simulation alive but its `main`, so this is only remembered. */
  ref(): this {
    this.#hasRef = true;
    return this;
  }

  unref(): this {
    this.#hasRef = false;
    return this;
  }

  hasRef(): boolean {
    return this.#hasRef;
  }

  /** Starts anew. */
  refresh(): this {
    this.#cancel?.();
    this.#start();
    return this;
  }

  close(): this {
    this.#cancel?.();
    this.#cancel = undefined;
    if (this.#id !== undefined) byId.delete(this.#id);
    return this;
  }

  [Symbol.toPrimitive](): number {
    this.#id ??= ++lastId;
    byId.set(this.#id, this);
    return this.#id;
  }

  // Where `Symbol.dispose` is missing, nobody can ask for it either.
  static {
    const dispose = (Symbol as { dispose?: symbol }).dispose;
    if (dispose !== undefined) {
      Object.defineProperty(VirtualTimer.prototype, dispose, {
        value(this: VirtualTimer): void {
          this.close();
        },
      });
    }
  }

  #start(): void {
    this.#cancel = this.#host.platform.after(this.#delayMs, () => {
      // Before the call, which may cancel the timer.
      if (this.#repeats) this.#start();
      else this.close();
      Reflect.apply(this.#call.run, this, this.#call.args);
    });
  }
}

/** A delay as Node's timers understand it, in milliseconds. */
export function nodeDelay(delay: unknown): number {
  const ms = Number(delay ?? 1);
  return ms >= 1 && ms <= longestMs ? Math.trunc(ms) : 1;
}

/** Stops a timer by itself or its number. Returns false when it is none of these. */
export function clearVirtual(timer: unknown): boolean {
  const found =
    timer instanceof VirtualTimer
      ? timer
      : typeof timer === "number" || typeof timer === "string"
        ? byId.get(Number(timer))
        : undefined;
  found?.close();
  return found !== undefined;
}

/** Fulfilled with a value after a delay, 0 being an immediate; rejects when the signal is aborted, as Node's does. */
export function virtualWait<T>(
  host: GuardedHost,
  delayMs: number,
  value: T,
  options: unknown,
): Promise<T> {
  const signal = (options as { signal?: AbortSignal } | undefined)?.signal;
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      cancel();
      const error = new Error("The operation was aborted", { cause: signal?.reason });
      reject(Object.assign(error, { name: "AbortError", code: "ABORT_ERR" }));
    };
    const cancel = host.platform.after(delayMs, () => {
      signal?.removeEventListener("abort", abort);
      resolve(value);
    });
    if (signal?.aborted === true) abort();
    else signal?.addEventListener("abort", abort, { once: true });
  });
}

/** `setInterval` of `node:timers/promises`. */
export async function* virtualTicks<T>(
  host: GuardedHost,
  delayMs: number,
  value: T,
  options: unknown,
): AsyncGenerator<T> {
  for (;;) yield await virtualWait(host, delayMs, value, options);
}
