import type { Platform } from "../../../starter/platform/platform.js";
import { Callers } from "./caller.js";
import { Patches } from "./patches.js";
import { refuseTheOutside, type Refuse } from "./refused.js";

/** Options of {@link installGuard}. */
export interface GuardOptions {
  /** The folder of the compiled tree under test; ends with a slash. */
  readonly treeUrl: string;
  /** The platform of the host whose code runs now; undefined when none does. */
  readonly current: () => Platform | undefined;
}

/**
 * Keeps code under test inside of a simulation: where it uses Node's clock, timers, randomness, files, network, threads or
 * processes, it gets an error that says what to use instead. That is reported to the host's trace, once for each place:
 * `{ type: "bypass", what, instead, place }`, where `place` is a position in a compiled file.
 *
 * All other code, including Node and the kit, keeps the real ones. One guard at a time.
 *
 * @returns a function that undoes it.
 */
export function installGuard({ treeUrl, current }: GuardOptions): () => void {
  if (active !== undefined) throw new Error("a guard is installed already; take it away first");
  const callers = new Callers(treeUrl);
  const reported = new Set<string>();
  active = (use) => {
    const platform = current();
    const place = platform && callers.place();
    if (platform === undefined || place === undefined) return;
    const key = `${use.what} ${place}`;
    if (!reported.has(key)) platform.trace?.({ type: "bypass", ...use, place });
    reported.add(key);
    throw new Error(`${use.what} bypasses the platform; ${use.instead}`);
  };
  patches ??= makePatches();
  patches.apply();
  return () => {
    patches?.restore();
    active = undefined;
  };
}

/**
 * Lets nothing of the guard be taken away in this process any more: for processes that do nothing but simulate. Between
 * simulations it lets everybody pass.
 */
export function keepGuard(): void {
  patches ??= makePatches();
  patches.apply();
  patches.keep();
}

/** One set for all guards, because code under test may keep a function that it got while one was installed. */
let patches: Patches | undefined;
let active: Refuse | undefined;

function makePatches(): Patches {
  const made = new Patches();
  refuseTheOutside(made, (use) => active?.(use));
  return made;
}
