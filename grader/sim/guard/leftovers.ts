import type { Platform } from "../../../starter/platform/platform.js";

/** Kinds of resources that come and go with the process's own reports and the turns of the event loop. */
const passing: ReadonlySet<string> = new Set([
  "CloseReq",
  "Immediate",
  "ShutdownWrap",
  "Timeout",
  "WriteWrap",
]);

/**
 * Notes which files, sockets, threads and the like are open in this process, and which global variables there are.
 *
 * @returns a function that reports to the host's trace, as a `bypass`, what is new by then: code has reached the
 *   outside, or other threads, in a way that the guard does not know. New global variables are removed.
 */
export function reportLeftovers(platform: Platform): () => void {
  const before = openResources();
  const globals = new Set(Reflect.ownKeys(globalThis));
  const report = (what: string, instead: string): void => {
    platform.trace?.({ type: "bypass", what, instead, place: "an unknown place" });
  };
  return () => {
    const left = openResources();
    for (const kind of before) {
      const index = left.indexOf(kind);
      if (index !== -1) left.splice(index, 1);
    }
    for (const kind of new Set(left)) {
      report(
        `something real, still open after the run (${kind})`,
        "reach the outside through the actor's context or platform() alone",
      );
    }
    for (const name of Reflect.ownKeys(globalThis)) {
      if (globals.has(name)) continue;
      report(
        `the global variable ${String(name)}`,
        "keep it in a private field: threads share no globals",
      );
      Reflect.deleteProperty(globalThis, name);
    }
  };
}

const getActiveResourcesInfo = process.getActiveResourcesInfo.bind(process);

/** What Node keeps this process alive for, by kind. */
function openResources(): string[] {
  return getActiveResourcesInfo().filter((kind) => !passing.has(kind));
}
