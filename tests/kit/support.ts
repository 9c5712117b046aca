import type { PassThrough } from "node:stream";
import { createNodePlatform } from "#solution/platform/node_platform.js";
import { installPlatform, platform } from "#solution/platform/current.js";
import type { TraceEvent } from "#solution/platform/platform.js";

/** Installs a real platform for a test that runs in mocha's own thread; returns the observations it will make. */
export function installNodePlatform(): TraceEvent[] {
  const trace: TraceEvent[] = [];
  installPlatform(
    createNodePlatform({
      host: "test",
      trace: (event) => {
        trace.push(event);
      },
    }),
  );
  return trace;
}

/** Waits until a condition holds; fails after `withinMs` with `what`. */
export async function eventually(
  what: string,
  holds: () => boolean | Promise<boolean>,
  withinMs = 10_000,
): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`not within ${withinMs} ms: ${what}`);
    await sleep(5);
  }
}

/** Waits, on the platform's clock. */
export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => platform().after(ms, resolve));
}

/** The error that a promise is rejected with; fails when it is not. */
export async function rejection(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error) return error;
    throw new Error(`rejected with no Error but ${String(error)}`, { cause: error });
  }
  throw new Error("expected a rejection, but the promise was fulfilled");
}

/** All that has been written to a stream so far. From Node 26 on, one `read` returns one piece of it. */
export function textIn(stream: PassThrough): string {
  let text = "";
  for (let piece; (piece = stream.read() as Buffer | null) !== null;) text += piece.toString();
  return text;
}
