import type { History, TellRecord } from "../../grader/history/history.js";
import { beginningOf } from "../../grader/base/beginning_of.js";
import { groupBy } from "../../grader/base/group_by.js";
import { findWrongs } from "../../grader/labs/sessions/oracle/find_wrongs.js";
import { course } from "../../grader/labs/sessions/manifest.js";
import { withoutLongTexts } from "../../grader/labs/sessions/reading/long_texts.js";
import { runLines, type RunLine } from "../../grader/labs/sessions/reading/script_lines.js";
import { steps, type CommandStep } from "../../grader/labs/sessions/steps/index.js";
import { CheckFailure } from "../../grader/suite/check_failure.js";
import type { LabTest } from "../../grader/suite/suite_spec.js";
import { scenarioWith, wait } from "../support/flow.js";

/** A line for the master, and what must come of it; or a pause in which it is told nothing. */
export interface ScriptLine {
  readonly line: string;
  readonly wanted: Wanted;
  /** How long the pause is, in milliseconds. */
  readonly pauseMs?: number;
}

/** What must come of a line. */
export type Wanted =
  /** One of these outputs, each a list of lines. */
  | { readonly is: "output"; readonly either: readonly (readonly string[])[] }
  /** No output, and one line on standard error. */
  | { readonly is: "refused" }
  /** No output, and an end within this time. */
  | { readonly is: "within"; readonly ms: number }
  /** So many lines, which the oracle alone judges. */
  | { readonly is: "judged"; readonly prints: number };

const nothing: Wanted = { is: "output", either: [[]] };

/**
 * Reads a script as a person writes it: one command a line, followed by what must come of it, if that is anything:
 *
 *     get 2 k -> k:a               prints this line
 *     get 2 k -> k:a or k:ERR_DEP  prints one of these
 *     printStore 0 -> a:1, b:2     prints these lines
 *     frob 1 -> (refused)          prints nothing, and complains on standard error
 *     stabilize -> (at once)       ends although nobody waits for its limit
 *     (2 s pass), (20 ms pass)     behind a stabilize, servers must be quiet for so long, and while gets follow
 */
export function script(text: string): ScriptLine[] {
  const lines = text.split("\n").map((line) => line.trim());
  return lines.filter((line) => line !== "").map(readLine);
}

/** A line whose output cannot be written in a {@link script}, such as a value that ends with blanks. */
export function printing(line: string, ...output: readonly string[]): ScriptLine {
  return { line, wanted: { is: "output", either: [output] } };
}

/** A line of which only the oracle knows what must come of it. */
export function judged(line: string, prints: number): ScriptLine {
  return { line, wanted: { is: "judged", prints } };
}

function readLine(text: string): ScriptLine {
  const [line = "", wanted] = text.split(" -> ");
  const [, amount, unit] = /^\((\d+) (s|ms) pass\)$/.exec(text) ?? [];
  if (amount !== undefined) {
    return { line, wanted: nothing, pauseMs: Number(amount) * (unit === "s" ? 1_000 : 1) };
  }
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
  };

/** How many seeds tests run under, unless they say otherwise: each of the conditions once. */
const seeds = 6;

/** How long a line may take on a busy machine, in milliseconds. */
const patiencePerLineMs = 100;

/** A test that lets the master carry out a script, and compares what it prints; the oracle judges the whole run. */
export function scriptTest(test: ScriptFacts): LabTest {
  const { script: plainLines, latencyMs, ...facts } = test;
  const lines = withTraceableValues(plainLines);
  const scenario = scenarioWith<CommandStep>(
    steps,
    lines.map(({ line, wanted, pauseMs }) =>
      pauseMs === undefined ? { do: "command", line, prints: printsOf(wanted) } : wait(pauseMs),
    ),
    latencyMs,
  );
  return {
    ...{ parts: ["final"], entries: ["sessions/server", "sessions/client"], seeds, real: false },
    file: "sessions/server.ts",
    ...facts,
    details: `The script, with what must come of its lines:\n${shownLines(lines).join("\n")}`,
    scenario: { ...scenario, timeLimitMs: scenario.timeLimitMs + patienceMs(lines) },
    check: (history) => {
      checkOutput(history, lines);
      checkQuiet(history, lines);
      const [wrong] = findWrongs(history);
      if (wrong === undefined) return;
      const last = Math.max(...wrong.evidence);
      const ran = runLines(history).filter(({ index }) => index <= last);
      const text = `${wrong.message}\n\n${scriptUpTo(lines, ran.length)}`;
      throw new CheckFailure(text, { section: wrong.section, told: true });
    },
  };
}

/** How long lines may take before a run counts as stuck, in milliseconds: each `stabilize` may give up. */
function patienceMs(lines: readonly ScriptLine[]): number {
  const stabilizes = lines.filter(({ line }) => line === "stabilize").length;
  return lines.length * patiencePerLineMs + stabilizes * course.limits.convergenceMs;
}

/** How many lines a command prints, as far as that is fixed. */
function printsOf(wanted: Wanted): number {
  if (wanted.is === "judged") return wanted.prints;
  return wanted.is === "output" ? (wanted.either[0]?.length ?? 0) : 0;
}

/** Writes the values that a script puts so that no program can foresee them; see `SealedValues`. */
function withTraceableValues(lines: readonly ScriptLine[]): ScriptLine[] {
  const put = /^(put \d+ \S+ )([A-Za-z0-9.-]+)$/;
  const values = new Set(lines.map(({ line }) => put.exec(line)?.[2]));
  const shown = (output: string): string =>
    output.replace(/(?<=:)[^:]*$/, (value) => (values.has(value) ? `~${value}~` : value));
  return lines.map(({ line, wanted, ...rest }) => ({
    ...rest,
    line: line.replace(put, "$1~$2~"),
    wanted:
      wanted.is === "output"
        ? { ...wanted, either: wanted.either.map((all) => all.map(shown)) }
        : wanted,
  }));
}

/** Fails at the first line that did not do what it must. */
function checkOutput(history: History, lines: readonly ScriptLine[]): void {
  const ran = runLines(history);
  const commands = lines.filter(({ pauseMs }) => pauseMs === undefined);
  for (const [index, { line, wanted }] of commands.entries()) {
    const seen = ran[index];
    const problem = seen === undefined ? "was not carried out" : problemOf(seen, wanted);
    if (problem === undefined) continue;
    const text = `Line ${index + 1} of the script, ${line}, ${problem}\n\n${scriptUpTo(lines, index + 1)}`;
    throw new CheckFailure(withoutLongTexts(text));
  }
}

/** The lines up to a command, which is found by its number; pauses have none. */
function linesUpTo(lines: readonly ScriptLine[], number: number): readonly ScriptLine[] {
  let left = number;
  const end = lines.findIndex(({ pauseMs }) => pauseMs === undefined && --left === 0);
  return end === -1 ? lines : lines.slice(0, end + 1);
}

/** Fails if a server has sent another one too much in any second of a pause behind a stabilize, and of looks behind it. */
function checkQuiet({ records }: History, lines: readonly ScriptLine[]): void {
  // What was sent at the end of a second may be counted in the next one.
  const most = course.limits.idleMessagesPerSecond + 1;
  for (const [index, pause] of records.entries()) {
    const before = records.slice(0, index);
    if (pause.type !== "wait" || !followsStabilize(before, pause)) continue;
    const endMs = endOfLooks(records.slice(index), pause);
    const sent = records.filter(
      (record): record is TellRecord =>
        record.type === "tell" &&
        record.atMs >= pause.startMs &&
        record.atMs <= endMs &&
        isServer(record.server) &&
        isServer(record.toServer),
    );
    const bySecond = groupBy(sent, ({ server, toServer, atMs }) => {
      const second = Math.floor((atMs - pause.startMs) / 1_000);
      return `server ${server.slice(1)} sends server ${toServer.slice(1)} in second ${second + 1}`;
    });
    for (const [what, messages] of bySecond) {
      if (messages.length <= most) continue;
      const number = before.filter(({ type }) => type === "command").length;
      const bytes = Math.round(messages.reduce((sum, one) => sum + one.bytes, 0) / messages.length);
      const text = `Nothing is left to propagate behind line ${number}, stabilize, and ${what} of the pause ${messages.length} messages of ${bytes} bytes on average; ${course.limits.idleMessagesPerSecond} are allowed. Do they go round in circles, or wait for what never comes?\n\n${scriptUpTo(lines, number)}`;
      throw new CheckFailure(text);
    }
  }
}

/** Whether nothing was left to propagate when a pause began. */
function followsStabilize(records: History["records"], { startMs }: { startMs: number }): boolean {
  const before = records.findLast((record) => record.type === "command" && record.endMs <= startMs);
  return before?.type === "command" && before.line === "stabilize";
}

/** When the last one of the lines ended that follow a pause and change nothing. */
function endOfLooks(records: History["records"], pause: { readonly endMs: number }): number {
  let endMs = pause.endMs;
  for (const record of records) {
    if (record.type !== "command") continue;
    if (!/^(get|printStore) /.test(record.line)) break;
    endMs = Math.max(endMs, record.endMs);
  }
  return endMs;
}

/** Whether a process is a server, as `s0`, and not a client, as `c2`. */
function isServer(name: string): boolean {
  return name.startsWith("s");
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
    case "judged":
      return undefined;
    case "output":
      break;
  }
  if (error !== null) return `fails: ${error}`;
  const same = (lines: readonly string[]): boolean =>
    lines.length === output.length && lines.every((text, index) => text === output[index]);
  if (wanted.either.some(same)) return undefined;
  const [only = [], ...others] = wanted.either;
  if (others.length === 0 && only.length > shownOutputs) {
    return `prints ${output.length} lines. ${differenceInWords(output, only)}`;
  }
  return `${printed}; it should print ${wanted.either.map(inWords).join(" or ")}.`;
}

/** Which lines differ from those that should be printed. */
function differenceInWords(output: readonly string[], wanted: readonly string[]): string {
  const [printed, should] = [new Set(output), new Set(wanted)];
  const missing = wanted.filter((line) => !printed.has(line));
  const extra = output.filter((line) => !should.has(line));
  return [
    ...(missing.length > 0 ? [`It should also print ${inWords(missing)}.`] : []),
    ...(extra.length > 0 ? [`It should not print ${inWords(extra)}.`] : []),
    ...(missing.length + extra.length === 0 ? ["They are in the wrong order, or repeated."] : []),
  ].join(" ");
}

/** Some lines for people: of very many the first ones. */
function inWords(lines: readonly string[]): string {
  const shown = lines.slice(0, shownOutputs).map((text) => `"${text}"`);
  const hidden = lines.length - shown.length;
  if (lines.length === 0) return "nothing";
  return hidden === 0 ? shown.join(", ") : `${shown.join(", ")} and ${hidden} more`;
}

/** A script up to a command, for people: of a long one the beginning and the end. */
function scriptUpTo(lines: readonly ScriptLine[], number: number): string {
  const shown = shownLines(linesUpTo(lines, number));
  if (shown.length <= firstLines + lastLines + 1) {
    return ["The script up to there:", ...shown].join("\n");
  }
  return [
    "The script up to there (--explain shows all of it):",
    ...shown.slice(0, firstLines),
    "  ... other lines",
    ...shown.slice(-lastLines),
  ].join("\n");
}

/** How many lines are shown of the beginning of a long script, and of its end. */
const firstLines = 6;
const lastLines = 40;

/** The lines of a script for people: what is repeated once, and of many puts, gets or looks at stores in a row the first and the last ones. */
function shownLines(lines: readonly ScriptLine[]): string[] {
  const texts = lines.map(({ line, wanted }) => shownLine(`  ${line}${wantedText(wanted)}`));
  const shown: string[] = [];
  for (let from = 0; from < texts.length;) {
    const period = repeatedFrom(texts, from, 1) >= shownOfMany ? 1 : 2;
    const times = repeatedFrom(texts, from, period);
    if (times >= shownOfMany) {
      const what = period === 1 ? "this line" : "these two lines";
      shown.push(...texts.slice(from, from + period), `  ... ${what} ${times} times more`);
      from += period * (times + 1);
      continue;
    }
    const name = /^ {2}(put|get|printStore) /.exec(texts[from] ?? "")?.[1] ?? "(none)";
    const end = texts.findIndex((text, index) => index >= from && !text.startsWith(`  ${name} `));
    const until = Math.max(end === -1 ? texts.length : end, from + 1);
    const some = texts.slice(from, until);
    const hidden = some.length - 2 * shownOfMany;
    if (hidden < shownOfMany) shown.push(...some);
    else {
      const between = `  ... ${hidden} more ${name}s`;
      shown.push(...some.slice(0, shownOfMany), between, ...some.slice(-shownOfMany));
    }
    from = until;
  }
  return shown;
}

/** How many more times the lines from an index on, of this number, come right behind themselves. */
function repeatedFrom(texts: readonly string[], from: number, period: number): number {
  let end = from + period;
  while (end < texts.length && texts[end] === texts[end - period]) end++;
  return Math.floor((end - from) / period) - 1;
}

/** A line, or the beginning of a very long one. */
function shownLine(line: string): string {
  const hidden = line.length - shownCharacters;
  if (hidden < shownCharacters) return line;
  return `${beginningOf(line, shownCharacters)}... (${hidden} more characters)`;
}

/** How many characters are shown of a very long line. */
const shownCharacters = 160;

/** How many commands of a kind are shown before and behind those that are left out, and how often lines may be repeated. */
const shownOfMany = 4;

/** How many outputs are shown, of the line that went wrong, and of others. */
const shownOutputs = 30;
const shownElsewhere = 6;

function wantedText(wanted: Wanted): string {
  switch (wanted.is) {
    case "refused":
      return " -> (refused)";
    case "within":
      return " -> (at once)";
    case "judged":
      return "";
    case "output": {
      const texts = wanted.either.map((output) => {
        const hidden = output.length - shownElsewhere;
        const shown = output.slice(0, shownElsewhere).join(", ");
        return hidden > 0 ? `${shown} and ${hidden} more` : shown;
      });
      return texts.join("") === "" ? "" : ` -> ${texts.join(" or ")}`;
    }
  }
}
