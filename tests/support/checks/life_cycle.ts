import type { History } from "../../../grader/history/history.js";
import { ofType } from "../../../grader/labs/cmud/reading/views.js";
import { countOf, listed } from "../../../grader/labs/cmud/reading/words.js";
import type { Leftovers, TryServerRecord } from "../../../grader/labs/cmud/steps/index.js";
import { fail } from "./evidence.js";

/** Requires that a server that could not start, and one that was closed, left nothing running. */
export function checkLifeCycle(history: History): void {
  const tries = ofType<TryServerRecord>(history, "tryServer");
  if (tries.length === 0) throw new Error("the test tries to start no server");
  for (const { rejected, afterFailure, silent, afterClose, afterBadDesc, error } of tries) {
    const seen = [
      ...(rejected ? [] : ["Server.start was fulfilled although a port of the server was in use"]),
      ...left("after the failed start", afterFailure),
      ...(error === undefined
        ? []
        : [`starting it on free ports, or closing it several times, failed: ${error}`]),
      ...(silent.length === 0
        ? []
        : [`while it ran, nothing listened on ${listed(silent.map(portInWords))}`]),
      ...left("after close", afterClose),
      ...left("after a start that failed because of an invalid desc", afterBadDesc),
    ];
    if (seen.length === 0) continue;
    fail(history, {
      did: "started a server while the port of its last query actor was in use; then started it on free ports, closed it, and closed it again while the first close was in progress; then started it with an invalid desc.",
      expected:
        "a server has as many query actors as it should have, each on its port; a start that fails is rejected and leaves nothing running, and every close resolves when nothing of the server runs any more",
      section: "3.1",
      seen,
      next: "kvserver/server.ts: what start does with the actor system if an actor cannot start, and what close closes.",
    });
  }
}

function portInWords(port: number): string {
  return port === 0 ? "startPort" : `startPort + ${port}`;
}

function left(when: string, { ports, systems }: Leftovers): string[] {
  const of = ports.map(portInWords);
  return [
    ...(ports.length === 0 ? [] : [`${when}, something still listened on ${listed(of)}`]),
    ...(systems === 0 ? [] : [`${when}, ${countOf(systems, "actor system")} still ran`]),
  ];
}
