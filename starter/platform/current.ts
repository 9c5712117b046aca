import type { Platform } from "./platform.js";

let current: Platform | undefined;

/**
 * The platform of the host that is running.
 *
 * Ask when an object is made and keep the answer: in a simulation many hosts share one thread, and the answer is right
 * only while the host's own code runs.
 *
 * @throws when none is installed: a program's `main.ts` starts with `installPlatform(createNodePlatform(...))`.
 */
export function platform(): Platform {
  if (current === undefined) {
    throw new Error(
      "no platform is installed in this thread; call installPlatform(createNodePlatform({ host })) first",
    );
  }
  return current;
}

/** Makes a platform the one that {@link platform} answers with. A simulation calls it before every event. */
export function installPlatform(next: Platform): void {
  current = next;
}
