import { Callers } from "./caller.js";
import type { Catch, GuardedHost } from "./guarded_host.js";
import { Patches } from "./patches.js";
import { refuseTheOutside } from "./refused.js";
import { serveFromSimulation } from "./served.js";

/** Options of {@link installGuard}. */
export interface GuardOptions {
  /** The folder of the compiled tree under test; ends with a slash. */
  readonly treeUrl: string;
  /** The host whose code runs now; undefined when none does. */
  readonly current: () => GuardedHost | undefined;
}

/**
 * Keeps code under test inside of a simulation: where it uses Node's clock, timers or randomness, it gets those of its
 * simulated host, so that the run can still be repeated; where it uses files, the network, threads or other processes, it
 * gets an error that says what to do. Either is reported to the host's trace, once for each place:
 * `{ type: "bypass", what, instead, place }`, where `place` is a position in a compiled file.
 *
 * Everybody else, Node and the kit included, goes on with the real ones. One guard at a time.
 *
 * @returns a function that puts everything back.
 */
export function installGuard({ treeUrl, current }: GuardOptions): () => void {
  if (active !== undefined) throw new Error("a guard is installed already; take it away first");
  const callers = new Callers(treeUrl);
  const reported = new Set<string>();
  active = (use) => {
    const host = current();
    const place = host && callers.place();
    if (host === undefined || place === undefined) return undefined;
    const key = `${use.what} ${place}`;
    if (!reported.has(key)) {
      reported.add(key);
      host.platform.trace?.({ type: "bypass", ...use, place });
    }
    return host;
  };
  patches ??= makePatches();
  patches.apply();
  return () => {
    patches?.restore();
    active = undefined;
  };
}

/** Code under test may keep a function that it got while a guard was installed, so there is one set of them for all. */
let patches: Patches | undefined;
let active: Catch | undefined;

function makePatches(): Patches {
  const made = new Patches();
  const caught: Catch = (use) => active?.(use);
  serveFromSimulation(made, caught);
  refuseTheOutside(made, caught);
  return made;
}
