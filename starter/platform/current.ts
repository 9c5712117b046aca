import type { Platform } from "./platform.js";

let current: Platform | undefined;

/**
 * The platform of the host that is running.
 *
 * Call this when you construct an object and keep the result: in a simulation many hosts share one thread, and the
 * result is correct only while the host's own code runs.
 *
 * @throws if none is installed: a program's `main.ts` starts with `installPlatform(createNodePlatform(...))`.
 */
export function platform(): Platform {
  if (current === undefined) {
    throw new Error(
      "no platform is installed in this thread; call installPlatform(createNodePlatform({ host })) first",
    );
  }
  return current;
}

/** Sets the platform that {@link platform} returns. A simulation calls this before every event. */
export function installPlatform(next: Platform): void {
  current = next;
}
