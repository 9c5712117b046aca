import type { History } from "../../../grader/history/history.js";
import type { PopRecord } from "../../../grader/labs/cmud/steps/index.js";
import { at, listed } from "../../../grader/labs/cmud/reading/words.js";
import { fail } from "./evidence.js";
import { pops, pushes } from "../../../grader/labs/cmud/reading/views.js";

/** The section of the handout about mailboxes. */
const section = "4.2";
const file = "actor/mailbox.ts";

/** The expected result of a pop: a value, the information that the mailbox is closed, or nothing yet. */
export type Wanted = number | "closed" | "waiting";

/** Requires that every push returned in time and without an error. */
export function requirePushes(history: History, mailbox: string, withinMs = 5_000): void {
  const all = pushes(history, mailbox);
  const failed = all.filter((push) => push.error !== undefined);
  const slow = all.filter((push) => push.endMs - push.startMs > withinMs);
  if (failed.length + slow.length === 0) return;
  fail(history, {
    did: `pushed ${listed(all.map((push) => shortList(push.values)))}.`,
    expected:
      "push accepts every value and returns immediately, regardless of how full the mailbox is",
    section,
    seen: [
      ...failed.map((push) => `push of ${shortList(push.values)} failed: ${push.error ?? ""}`),
      ...slow.map(
        (push) => `the push of ${push.values.length} values took ${at(push.endMs - push.startMs)}`,
      ),
    ],
    next: `push in ${file}.`,
  });
}

/**
 * Requires the result of each pop of a mailbox, in the order in which the pops were started. A pop that waited counts
 * with its final result.
 */
export function checkPops(
  history: History,
  mailbox: string,
  wanted: readonly Wanted[],
  did: string,
): void {
  requirePushes(history, mailbox);
  const got = pops(history, mailbox);
  const seen: string[] = [];
  wanted.forEach((want, index) => {
    const pop = got[index];
    if (pop === undefined) seen.push(`pop ${index + 1} was never reached`);
    else if (yieldOf(pop) !== want) {
      seen.push(`pop ${index + 1} ${popInWords(history, pop)}; expected ${wantInWords(want)}`);
    }
  });
  if (got.length > wanted.length) {
    throw new Error(`${got.length} pops of ${mailbox}, of which ${wanted.length} are judged`);
  }
  if (seen.length === 0) return;
  fail(history, {
    did,
    expected:
      "a mailbox yields its values first in, first out; a pop waits while the mailbox is empty, waiting pops are served in their order, and after close every pop reports that the mailbox is closed",
    section,
    seen: [`${seen.length} of ${wanted.length} pops are wrong`, ...seen],
    next: `pop, push and close in ${file}.`,
  });
}

/** Requires that the pops yield exactly these values, those of each producer in order, in any interleaving. */
export function checkMerged(
  history: History,
  mailbox: string,
  producers: readonly (readonly number[])[],
  did: string,
): void {
  requirePushes(history, mailbox);
  const all = pops(history, mailbox);
  const values = all.map(yieldOf);
  const wrong = producers.flatMap((expected, index) => {
    const of = new Set<unknown>(expected);
    const own = values.filter((value) => of.has(value));
    const first = expected.findIndex((value, place) => own[place] !== value);
    if (first < 0 && own.length === expected.length) return [];
    return [
      `value ${first + 1} of producer ${index + 1} should be ${expected[first] ?? "the last"}, and is ${own.length > first ? JSON.stringify(own[first]) : "missing"}; ${own.length} of its ${expected.length} values arrived`,
    ];
  });
  const total = producers.reduce((sum, { length }) => sum + length, 0);
  if (wrong.length === 0 && all.length === total) return;
  const odd = all.filter((pop) => pop.outcome.got !== "value");
  fail(history, {
    did,
    expected: "no value is lost or duplicated, and the values of each producer stay in order",
    section,
    seen: [...wrong, ...odd.map((pop) => `a pop ${popInWords(history, pop)}`)],
    next: `push and pop in ${file}, if several callers wait and push at the same time.`,
  });
}

/** Requires that a pop waited until a moment, and then ended soon. */
export function checkRelease(
  history: History,
  mailbox: string,
  index: number,
  atMs: number,
  what: string,
): void {
  const pop = pops(history, mailbox)[index];
  const releasedMs = 500;
  const late = pop === undefined || pop.outcome.got === "waiting" || pop.endMs > atMs + releasedMs;
  const early = pop !== undefined && pop.endMs < atMs - 1;
  if (!late && !early) return;
  fail(history, {
    did: `popped from an empty mailbox, and ${what} at ${at(atMs)}.`,
    expected: `the pop is pending until then, and ends within ${releasedMs} ms`,
    section,
    seen: [pop === undefined ? "the pop never began" : `the pop ${popInWords(history, pop)}`],
    next: `what pop does while the mailbox is empty, and what wakes it, in ${file}.`,
  });
}

function yieldOf({ outcome }: PopRecord): unknown {
  if (outcome.got === "value") return outcome.value;
  return outcome.got;
}

function popInWords(history: History, { outcome, startMs, endMs }: PopRecord): string {
  switch (outcome.got) {
    case "value":
      return `yielded ${JSON.stringify(outcome.value)} at ${at(endMs)}`;
    case "closed":
      return `reported at ${at(endMs)} that the mailbox is closed`;
    case "waiting":
      // It was recorded as waiting after a while, and so it did until the end, or its end would have a record.
      return `began at ${at(startMs)} and had yielded nothing by the end of the test, at ${at(lastMs(history))}`;
    case "error":
      return `failed: ${outcome.error}`;
  }
}

function lastMs({ records }: History): number {
  return records.reduce(
    (last, record) => Math.max(last, "atMs" in record ? record.atMs : record.endMs),
    -Infinity,
  );
}

function wantInWords(want: Wanted): string {
  if (want === "closed") return "it to report that the mailbox is closed";
  return want === "waiting" ? "it to wait" : `the value ${want}`;
}

function shortList(values: readonly number[]): string {
  return values.length <= 5
    ? values.join(", ")
    : `${values[0]} to ${values.at(-1)} (${values.length} values)`;
}
