import type { EventEmitter } from "node:events";
import { asError } from "./sim_host.js";

type Listener = (...args: unknown[]) => void;

/** As it was before code under test was loaded. */
const emitter: Pick<EventEmitter, "on" | "rawListeners" | "removeAllListeners"> = process;

const events = ["uncaughtException", "unhandledRejection"];

/**
 * Takes every error that nobody catches, in the place of whoever took it before.
 *
 * @returns a function that puts everything back.
 */
export function catchCrashes(onCrash: (error: Error) => void): () => void {
  const handle = (thrown: unknown): void => {
    onCrash(asError(thrown));
  };
  const before = events.map((event) => emitter.rawListeners(event) as Listener[]);
  const replace = (event: string, listeners: readonly Listener[]): void => {
    emitter.removeAllListeners(event);
    for (const listener of listeners) emitter.on(event, listener);
  };
  for (const event of events) replace(event, [handle]);
  return () => {
    events.forEach((event, i) => {
      replace(event, before[i] ?? []);
    });
  };
}
