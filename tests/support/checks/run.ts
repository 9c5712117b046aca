import { groupBy } from "../../../grader/base/group_by.js";
import type { History, ServerRecord } from "../../../grader/history/history.js";
import type { QueryRecord } from "../../../grader/labs/cmud/steps/index.js";
import { at, describeQuery } from "../../../grader/labs/cmud/reading/words.js";
import { fail } from "./evidence.js";
import { queries } from "../../../grader/labs/cmud/reading/views.js";

/**
 * Requires that every server started and every query was answered, which all other checks rely on. A test in which
 * nothing happens must not pass.
 *
 * @param mayFail which queries may be rejected; default: none.
 */
export function requireAnswers(
  history: History,
  section = "3.1",
  mayFail: (query: QueryRecord) => boolean = () => false,
): void {
  requireServers(history);
  const all = queries(history).filter((query) => !mayFail(query));
  const failed = all.filter((query) => !query.outcome.ok);
  if (all.length === 0 || failed.length > 0) {
    fail(history, {
      did: `sent ${all.length} queries to the query actors, with one connection for each client and actor.`,
      expected: "the query actor answers every query from its own state, and no query fails",
      section,
      seen: all.length === 0 ? ["no query was answered"] : failedLines(failed),
      next: failed.some((query) => !query.outcome.ok && query.outcome.todo)
        ? "the method that the error names; it has not been written yet."
        : "the handler of that query in kvserver/query_receiver.ts and kvserver/query_actor.ts.",
    });
  }
}

/** Requires that no server or system failed to start or to close. */
export function requireServers(history: History): void {
  const failed = history.records.filter(
    (record): record is ServerRecord => record.type === "server" && record.event === "failed",
  );
  if (failed.length === 0) return;
  fail(history, {
    did: `started and closed servers; ${failed[0]?.server} failed.`,
    expected: "a server starts with Server.start, and its query actors answer on their ports",
    section: "3.1",
    seen: failed.map(
      ({ server, atMs, error }) => `${server} at ${at(atMs)}: ${error ?? "no reason"}`,
    ),
    next: failed[0]?.todo
      ? "the function that the error names; it has not been written yet."
      : "Server.start and close in kvserver/server.ts.",
  });
}

function failedLines(failed: readonly QueryRecord[]): string[] {
  const groups = groupBy(
    failed,
    ({ method, outcome }) => `${method} ${outcome.ok ? "" : outcome.error}`,
  );
  return [...groups.values()].flatMap(([first, ...more]) => {
    if (first.outcome.ok) return [];
    const others = more.length === 0 ? "" : ` (and ${more.length} more like this)`;
    return [
      `${describeQuery(first)} at ${at(first.startMs)} failed: ${first.outcome.error}${others}`,
    ];
  });
}
