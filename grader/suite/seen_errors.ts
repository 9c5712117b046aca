import { fileURLToPath } from "node:url";
import { groupBy } from "../base/group_by.js";
import type { ErrorRecord, History } from "../history/history.js";
import { displayPath } from "../trees/kit_paths.js";

/** An error that occurred in a run, with how often it did. */
export interface SeenError {
  readonly message: string;
  /** Where it was thrown, as `folder/file.ts:line:column`; undefined if the stack does not say. */
  readonly place: string | undefined;
  /** What was thrown, how often, and the frames of the stack that are source code, in lines. */
  readonly lines: readonly string[];
  /** Whether an actor threw it. */
  readonly byActor: boolean;
}

/** How many frames of a stack are shown. */
const shownFrames = 4;

/** The errors of a run that nobody intended: one for each message and place, those of actors first, then in the order of their times. */
export function seenErrors(history: History): SeenError[] {
  const kinds = groupBy(
    history.records
      .filter((record) => record.type === "error")
      .filter(({ intended }) => intended !== true),
    ({ server, stack, message }) => `${server} ${placeIn(stack) ?? ""} ${message}`,
  );
  const seen = [...kinds.values()].map(seenError);
  return [...seen.filter(({ byActor }) => byActor), ...seen.filter(({ byActor }) => !byActor)];
}

function seenError(records: readonly [ErrorRecord, ...ErrorRecord[]]): SeenError {
  const [{ server, actor, message, stack }] = records;
  const byActor = actor !== undefined;
  const actors = new Set(records.map((record) => record.actor)).size;
  const who = byActor
    ? `${actors > 1 ? `${actors} actors` : "an actor"} of ${server} threw`
    : server;
  const times = records.length > 1 ? `, ${records.length} times` : "";
  return {
    message,
    place: placeIn(stack),
    lines: [`${who}${times}: ${withName(message, stack)}`, ...framesOf(stack)],
    byActor,
  };
}

/**
 * Adds the errors of a run to a message: at the top of what was seen, since what an actor threw usually explains the
 * rest.
 */
export function withErrors(message: string, errors: readonly SeenError[], most = 2): string {
  if (errors.length === 0) return message;
  const left = errors.length - most;
  const items = [
    ...errors.slice(0, most).map(({ lines }) => `  - ${lines.join("\n    ")}`),
    ...(left > 0 ? [`  - and ${left} other kind${left > 1 ? "s" : ""} of errors`] : []),
  ];
  const lines = message.split("\n");
  const seen = lines.indexOf("Seen:");
  if (seen >= 0) return lines.toSpliced(seen + 1, 0, ...items).join("\n");
  const advice = lines.findIndex((line) => line.startsWith("Look "));
  const end = advice > 0 ? advice : lines.length;
  return lines.toSpliced(end, 0, "Seen:", ...items).join("\n");
}

/** The first position in a TypeScript file in a stack, as `folder/file.ts:line:column`. */
export function placeIn(stack: string | undefined): string | undefined {
  const found = /\(?((?:file:\/\/)?\/?[^\s()]+\.ts):(\d+):(\d+)\)?$/m.exec(stack ?? "");
  const [, file, line, column] = found ?? [];
  if (file === undefined) return undefined;
  const path = file.startsWith("file://") ? fileURLToPath(file) : file;
  return `${displayPath(path)}:${line ?? "?"}:${column ?? "?"}`;
}

/** A message with the name of its error, if the stack begins with it. */
function withName(message: string, stack = ""): string {
  const [name] = /^\w*Error: /.exec(stack) ?? [""];
  return stack.startsWith(name + message) ? name + message : message;
}

/** The frames of a stack that are source code, with short paths. */
function framesOf(stack: string | undefined): string[] {
  return (stack ?? "")
    .split("\n")
    .flatMap((line) => {
      const place = /^\s+at /.test(line) ? placeIn(line) : undefined;
      const called = /^\s+at (.+) \(/.exec(line)?.[1];
      if (place === undefined) return [];
      return [`  at ${called === undefined ? place : `${called} (${place})`}`];
    })
    .slice(0, shownFrames);
}
