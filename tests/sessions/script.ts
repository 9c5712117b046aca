import type { History } from "../../grader/history/history.js";
import { findWrongs } from "../../grader/labs/sessions/oracle/find_wrongs.js";
import { course } from "../../grader/labs/sessions/manifest.js";
import { runLines, type RunLine } from "../../grader/labs/sessions/reading/script_lines.js";
import { steps, type CommandStep } from "../../grader/labs/sessions/steps/index.js";
import { CheckFailure } from "../../grader/suite/check_failure.js";
import type { LabTest } from "../../grader/suite/suite_spec.js";
import { scenarioWith, wait } from "../support/flow.js";

/** A line for the master, and what must come of it. */
export interface ScriptLine {
  readonly line: string;
  readonly wanted: Wanted;
}

/** What must come of a line. */
export type Wanted =
  /** One of these outputs, each a list of lines. */
  | { readonly is: "output"; readonly either: readonly (readonly string[])[] }
  /** No output, and one line on standard error. */
  | { readonly is: "refused" }
  /** No output, and an end within this time. */
  | { readonly is: "within"; readonly ms: number };

const nothing: Wanted = { is: "output", either: [[]] };

/**
 * Reads a script as a person writes it: one command a line, followed by what must come of it, if that is anything:
 *
 *     get 2 k -> k:a               prints this line
 *     get 2 k -> k:a or k:ERR_DEP  prints one of these
 *     printStore 0 -> a:1, b:2     prints these lines
 *     frob 1 -> (refused)          prints nothing, and complains on standard error
 *     stabilize -> (at once)       ends although nobody waits for its limit
 */
export function script(text: string): ScriptLine[] {
  const lines = text.split("\n").map((line) => line.trim());
  return lines.filter((line) => line !== "").map(readLine);
}

/** A line whose output cannot be written in a {@link script}, such as a value that ends with blanks. */
export function printing(line: string, ...output: readonly string[]): ScriptLine {
  return { line, wanted: { is: "output", either: [output] } };
}

function readLine(text: string): ScriptLine {
  const [line = "", wanted] = text.split(" -> ");
  switch (wanted) {
    case undefined:
      return { line, wanted: nothing };
    case "(refused)":
      return { line, wanted: { is: "refused" } };
    case "(at once)":
      return { line, wanted: { is: "within", ms: course.limits.idleStabilizeMs } };
    default: {
      const either = wanted.split(" or ").map((output) => output.split(", "));
      return { line, wanted: { is: "output", either } };
    }
  }
}

/** The facts of a test of this assignment that differ from test to test. */
export type ScriptFacts = Pick<LabTest, "id" | "group" | "points" | "section" | "goal" | "rule"> &
  Partial<Pick<LabTest, "file" | "seeds" | "real">> & {
    readonly script: readonly ScriptLine[];
    /** The one-way latency of links, in milliseconds; default 0. */
    readonly latencyMs?: number;
    /** Whether servers must be quiet for two seconds after the script. */
    readonly quiet?: boolean;
  };

/** How many seeds tests run under, unless they say otherwise: each of the conditions once. */
const seeds = 6;

/** How long a line may take on a busy machine before a run counts as stuck, in milliseconds. */
const patiencePerLineMs = 100;

/** How long servers must be quiet after a script that asks for it, in milliseconds. */
const quietMs = 2_000;

/** A test that lets the master carry out a script, and compares what it prints; the oracle judges the whole run. */
export function scriptTest(test: ScriptFacts): LabTest {
  const { script: lines, latencyMs, quiet = false, ...facts } = test;
  const commands = lines.map(({ line, wanted }): CommandStep => {
    const prints = wanted.is === "output" ? (wanted.either[0]?.length ?? 0) : 0;
    return { do: "command", line, prints };
  });
  const scenario = scenarioWith(steps, quiet ? [...commands, wait(quietMs)] : commands, latencyMs);
  return {
    ...{ parts: ["final"], entries: ["sessions/server", "sessions/client"], seeds, real: false },
    file: "sessions/server.ts",
    ...facts,
    details: `The script, with what must come of its lines:\n${scriptText(lines)}`,
    scenario: { ...scenario, timeLimitMs: scenario.timeLimitMs + lines.length * patiencePerLineMs },
    check: (history) => {
      checkOutput(history, lines);
      if (quiet) checkQuiet(history);
      const [wrong] = findWrongs(history);
      if (wrong === undefined) return;
      const text = `${wrong.message}\n\nThe script:\n${scriptText(lines)}`;
      throw new CheckFailure(text, { section: wrong.section, told: true });
    },
  };
}

/** Fails at the first line that did not do what it must. */
function checkOutput(history: History, lines: readonly ScriptLine[]): void {
  const ran = runLines(history);
  for (const [index, { line, wanted }] of lines.entries()) {
    const seen = ran[index];
    const problem = seen === undefined ? "was not carried out" : problemOf(seen, wanted);
    if (problem === undefined) continue;
    throw new CheckFailure(
      `Line ${index + 1} of the script, ${line}, ${problem}\n\nThe script up to there:\n${scriptText(lines.slice(0, index + 1))}`,
    );
  }
}

/** Fails if a server has sent another one too much while there was nothing to tell. */
function checkQuiet({ records }: History): void {
  const wait = records.find((record) => record.type === "wait");
  if (wait === undefined) return;
  const most = course.limits.idleMessagesPerSecond * (quietMs / 1_000);
  const sent = new Map<string, number>();
  for (const record of records) {
    if (record.type !== "tell" || record.atMs < wait.startMs) continue;
    const pair = `server ${record.server.slice(1)} has sent server ${record.toServer.slice(1)}`;
    const count = (sent.get(pair) ?? 0) + 1;
    sent.set(pair, count);
    if (count <= most) continue;
    throw new CheckFailure(
      `Nothing is left to propagate, and ${pair} more than ${most} messages in ${quietMs / 1_000} s. Does gossip go round in circles?`,
    );
  }
}

function problemOf({ record }: RunLine, wanted: Wanted): string | undefined {
  const { output, error = null, startMs, endMs } = record;
  const printed = output.length === 0 ? "prints nothing" : `prints ${inWords(output)}`;
  switch (wanted.is) {
    case "refused":
      if (output.length > 0) return `${printed}; it should be refused on standard error.`;
      return record.error === undefined ? "is accepted; it should be refused." : undefined;
    case "within": {
      const tookMs = Math.round(endMs - startMs);
      return tookMs <= wanted.ms ? undefined : `takes ${tookMs} ms; nothing is left to propagate.`;
    }
    case "output":
      break;
  }
  if (error !== null) return `fails: ${error}`;
  const same = (lines: readonly string[]): boolean =>
    lines.length === output.length && lines.every((text, index) => text === output[index]);
  if (wanted.either.some(same)) return undefined;
  return `${printed}; it should print ${wanted.either.map(inWords).join(" or ")}.`;
}

function inWords(lines: readonly string[]): string {
  return lines.length === 0 ? "nothing" : lines.map((text) => `"${text}"`).join(", ");
}

/** A script for people: of many puts in a row, the first and the last ones. */
function scriptText(lines: readonly ScriptLine[]): string {
  const texts = lines.map(({ line, wanted }) => `  ${line}${wantedText(wanted)}`);
  const shown: string[] = [];
  for (let from = 0; from < texts.length;) {
    const end = texts.findIndex((text, index) => index >= from && !text.startsWith("  put "));
    const until = Math.max(end === -1 ? texts.length : end, from + 1);
    const some = texts.slice(from, until);
    const hidden = some.length - 2 * shownOfMany;
    if (hidden < shownOfMany) shown.push(...some);
    else {
      const between = `  ... ${hidden} more puts`;
      shown.push(...some.slice(0, shownOfMany), between, ...some.slice(-shownOfMany));
    }
    from = until;
  }
  return shown.join("\n");
}

/** How many puts are shown before and behind those that are left out. */
const shownOfMany = 4;

function wantedText(wanted: Wanted): string {
  switch (wanted.is) {
    case "refused":
      return " -> (refused)";
    case "within":
      return " -> (at once)";
    case "output": {
      const texts = wanted.either.map((output) => output.join(", "));
      return texts.join("") === "" ? "" : ` -> ${texts.join(" or ")}`;
    }
  }
}
