import { isDeepStrictEqual } from "node:util";
import type { History } from "../../../grader/history/history.js";
import type { QueryRecord } from "../../../grader/labs/cmud/steps/index.js";
import { pick } from "../pick.js";
import {
  at,
  describeQuery,
  describeValue,
  listed,
} from "../../../grader/labs/cmud/reading/words.js";
import { fail } from "./evidence.js";
import { queries } from "../../../grader/labs/cmud/reading/views.js";

/**
 * Requires that sequential queries were answered like those of a plain map: every Get and List returns exactly the
 * state after the preceding Puts. Queries that were pipelined on one connection count in the order of their calls.
 */
export function checkAnswers(history: History): void {
  const store = new Map<string, string>();
  const log: QueryRecord[] = [];
  for (const query of queries(history)) {
    const { outcome } = query;
    if (!outcome.ok) continue;
    log.push(query);
    if (query.method === "put") {
      store.set(query.key ?? "", query.value ?? "");
    } else if (query.method === "get") {
      const wanted = store.get(query.key ?? "") ?? null;
      const got = outcome.value ?? null;
      if (got !== wanted) failAt(history, log, describeValue(got), describeValue(wanted));
    } else {
      const prefix = query.prefix ?? "";
      const wanted = new Map([...store].filter(([key]) => key.startsWith(prefix)));
      const got = new Map(Object.entries(outcome.entries ?? {}));
      if (!isDeepStrictEqual(got, wanted)) {
        failAt(history, log, describeEntries(got, wanted), describeEntries(wanted, got));
      }
    }
  }
}

/** Requires that Lists return their entries in the order of their keys, as `kvcommon/query_service.ts` says. */
export function checkListOrder(history: History): void {
  for (const query of queries(history)) {
    const { outcome } = query;
    if (query.method !== "list" || !outcome.ok) continue;
    const { entries = {}, keys = Object.keys(entries) } = outcome;
    const wrong = keys.findIndex((key, index) => key < (keys[index - 1] ?? ""));
    if (wrong === -1) continue;
    const [first, second] = keys.slice(wrong - 1).map((key) => JSON.stringify(key));
    fail(history, {
      did: "put keys and listed them.",
      expected:
        "a List returns its entries in the order of their keys, as JavaScript compares strings",
      section: "3.1",
      seen: [`${describeQuery(query)} showed ${first} before ${second}`],
      next: "where the entries of a List are collected; the comment of ListResult in kvcommon/query_service.ts defines their order.",
    });
  }
}

/** Nothing that a query waits for takes less than this, and nothing that holds it up in simulation as much. */
const promptMs = 100;

/**
 * Requires that queries are answered immediately: of each kind at least one, because actors may be busy now and then.
 * Real threads get a second, because a busy machine is slower.
 *
 * @param concerns which queries it is about; default: all.
 */
export function checkPromptness(
  history: History,
  concerns: (query: QueryRecord) => boolean = () => true,
): void {
  const limitMs = history.simulated === undefined ? 1_000 : promptMs;
  for (const method of ["get", "put", "list"] as const) {
    const answered = queries(history).filter(
      (query) => query.method === method && query.outcome.ok && concerns(query),
    );
    const fastest = Math.min(...answered.map(({ startMs, endMs }) => endMs - startMs));
    if (answered.length === 0 || fastest <= limitMs) continue;
    fail(history, {
      did: `sent ${answered.length} queries of the kind ${method}.`,
      expected:
        "a query actor answers immediately from its own state, without waiting for anything",
      section: "3.2",
      seen: [`the fastest ${method} took ${at(fastest)}`],
      next: `what happens before the reply to a ${method} is sent, in kvserver/query_actor.ts and kvserver/query_receiver.ts.`,
    });
  }
}

/** Situations in which query actors might wait for something else, and what makes them do so. */
const situations = {
  starting: {
    did: "made queries to a server while it was starting, as soon as they were accepted.",
    although: "also before the other actors of its server have started",
    next: "what a query actor does with queries that arrive before it knows the others.",
  },
  muchToSend: {
    did: "put many long values at once.",
    although: "however much it still has to send to others",
    next: "what a query actor does before it acknowledges a Put.",
  },
} as const;

/**
 * Requires that each of some queries is answered immediately: a query actor that receives a Put has it, and does not wait
 * for others. Only in simulation, since the threads of a busy machine wait for each other.
 *
 * @param concerns which queries it is about.
 */
export function checkPromptnessOfEach(
  history: History,
  situation: keyof typeof situations,
  concerns: (query: QueryRecord) => boolean,
): void {
  if (history.simulated === undefined) return;
  const late = queries(history).find(
    (query) => concerns(query) && query.outcome.ok && query.endMs - query.startMs > promptMs,
  );
  if (late === undefined) return;
  const { did, although, next } = situations[situation];
  fail(history, {
    did,
    expected: `a query actor answers immediately from its own state, ${although}`,
    section: "3.2",
    seen: [`${describeQuery(late)} took ${at(late.endMs - late.startMs)}`],
    next,
  });
}

function failAt(history: History, log: readonly QueryRecord[], got: string, wanted: string): never {
  const wrong = pick(log, log.length - 1);
  const before = log.slice(-4, -1).map(describeQuery);
  fail(history, {
    did: `made queries to one query actor, one after another; the last ones before the wrong one: ${listed(before)}.`,
    expected: `a query is answered from the state after all preceding queries: ${describeQuery(wrong)} shows ${wanted}`,
    section: "3.1",
    seen: [`${describeQuery(wrong)} at ${at(wrong.startMs)} showed ${got}`],
    next: `how kvserver/query_actor.ts answers a ${wrong.method}, and when a Put is applied and acknowledged.`,
  });
}

/** Names entries, those first that are not among others. */
function describeEntries(
  entries: ReadonlyMap<string, string>,
  others: ReadonlyMap<string, string>,
): string {
  const rank = ([key, value]: [string, string]): number => (others.get(key) === value ? 1 : 0);
  const shown = [...entries]
    .sort((a, b) => rank(a) - rank(b))
    .map(([key, value]) => `${key} = ${describeValue(value)}`);
  return `${entries.size} entries: ${listed(shown, 8)}`;
}
