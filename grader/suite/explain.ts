import { displayPath } from "../trees/kit_paths.js";
import { todoOf, type History } from "../history/history.js";
import type { Scenario } from "../history/scenario.js";
import { placeIn, seenErrors } from "./seen_errors.js";

/** What a student has yet to write, as their stub says. */
export interface TodoHint {
  /** `TODO(checkpoint): write Mailbox.push in actor/mailbox.ts; read section 4.2 of the handout`. */
  readonly text: string;
  /** The section that it names, if any. */
  readonly section: string | undefined;
}

/** The first record in a history of a TODO that is left in the student's code. */
export function todoIn(history: History): TodoHint | undefined {
  for (const record of history.records) {
    const message = todoOf(record);
    if (message === undefined) continue;
    // RPC prefixes the message with the method's name, and wrapping errors may prefix anything.
    const text = message.slice(Math.max(0, message.indexOf("TODO("))).split("\n", 1)[0] ?? message;
    return { text, section: /section (\d+(?:\.\d+)*)/.exec(text)?.[1] };
  }
  return undefined;
}

/** Says why a run did not reach its end; undefined if it did. */
export function explainEnd(scenario: Scenario, history: History): string | undefined {
  const { end } = history;
  switch (end.how) {
    case "done":
      return undefined;
    case "timeout":
      return [
        `The test was stopped because it took longer than ${inSeconds(scenario.timeLimitMs)}. It was ${end.doing}.`,
        seenErrors(history).some(({ byActor }) => byActor)
          ? "Look at the error first: a handler that throws does not reply."
          : "Look for an infinite loop, or a promise that is never settled.",
      ].join("\n");
    case "stuck":
      return `Code did not return, which blocked everything: ${placesShort(end.where)}. Look for an infinite loop there.`;
    case "crashed":
      return `The program died: ${end.reason}`;
  }
}

/**
 * Says where code bypassed the platform in a simulated run; undefined if it did not.
 *
 * @param section the section of the handout that says what actors may do.
 */
export function bypassesIn(history: History, section: string): string | undefined {
  const found = history.records.filter((record) => record.type === "bypass");
  if (found.length === 0) return undefined;
  const lines = found.map(({ place, what, instead }) => {
    const path = placeIn(`(${place})`) ?? place;
    return `  - ${path} uses ${what}; ${instead}`;
  });
  return [
    `Code bypasses the platform, so its runs cannot be simulated and repeated (section ${section}):`,
    ...new Set(lines),
  ].join("\n");
}

/** Shortens the paths of the kit and of the tree in a text, as in other messages. */
function placesShort(text: string): string {
  return text.replaceAll(/\/[^\s:()]+\.ts(?=:\d)/g, (path) => displayPath(path));
}

function inSeconds(ms: number): string {
  return `${Math.round(ms / 100) / 10} s`;
}
