import type { GuardedHost } from "./guarded_host.js";

/** Kinds of resources that the process's own reports and turns of the event loop come and go with. */
const passing: ReadonlySet<string> = new Set([
  "CloseReq",
  "Immediate",
  "ShutdownWrap",
  "Timeout",
  "WriteWrap",
]);

/**
 * Notes which files, sockets, threads and the like are open in this process.
 *
 * @returns a function that reports to the host's trace, as a `bypass`, of which kinds there are more by then: somebody
 *   reached the outside in a way that the guard does not know.
 */
export function reportLeftovers(host: GuardedHost): () => void {
  const before = openResources();
  return () => {
    const left = openResources();
    for (const kind of before) {
      const index = left.indexOf(kind);
      if (index !== -1) left.splice(index, 1);
    }
    for (const kind of new Set(left)) {
      host.platform.trace?.({
        type: "bypass",
        what: `something real, still open after the run (${kind})`,
        instead: "reach the outside through the actor's context or platform() alone",
        place: "an unknown place",
      });
    }
  };
}

/** What Node keeps this process alive for, by kind. */
function openResources(): string[] {
  return process.getActiveResourcesInfo().filter((kind) => !passing.has(kind));
}
