import type { Finding } from "../../../../grader/history/finding.js";
import type { History } from "../../../../grader/history/history.js";
import { isTraceable } from "../../../../grader/history/scenario.js";
import { isNear, Trace } from "./trace.js";

/** What holding findings against their history showed. */
export interface StoryCheck {
  /** How many statements were compared with the records. */
  checked: number;
  /** Statements that the records contradict, each with its whole message. */
  readonly untrue: string[];
  /** Text in which this checker recognizes no statement, each with its whole message. */
  readonly unread: string[];
}

/**
 * Compares what findings say with the records of the history, statement by statement. It reads the text alone, as a
 * student does, and uses none of the oracle's code.
 */
export function checkStory(history: History, findings: readonly Finding[]): StoryCheck {
  const result: StoryCheck = { checked: 0, untrue: [], unread: [] };
  const trace = new Trace(history);
  for (const finding of findings) {
    const { message } = finding;
    const reader = new Reader(message, trace, finding);
    reader.read();
    result.checked += reader.checked;
    for (const statement of reader.untrue) result.untrue.push(`${statement} | in: ${message}`);
    if (reader.rest !== "") result.unread.push(`${reader.rest} | in: ${message}`);
  }
  return result;
}

const actor = String.raw`(?:[\w-]+\/\d+|actor \d+ of [\w-]+)`;
const ms = String.raw`(-?[\d.]+) ms`;
const times = String.raw`(-?[\d.]+ ms(?:, -?[\d.]+ ms)*(?:, and \d+ more like these)?)`;
/** A key or a value: one word, or a text in quotes. */
const value = String.raw`("(?:[^"\\]|\\.)*"|\S+?)`;

/** What a message has said so far, which later statements refer to. */
interface Told {
  /** The Put that is followed. */
  put: string;
  putAt: string;
  /** The key, and what the reader showed for it when. */
  key: string;
  shown: string | null;
  readAt: string;
  readMs: number;
  /** Who did the last thing. */
  who: string;
}

/** A kind of statement: its text, and whether it is true; undefined for text that states nothing about the run. */
interface Kind {
  readonly pattern: RegExp;
  readonly holds: (
    parts: readonly string[],
    told: Told,
    trace: Trace,
    finding: Finding,
  ) => boolean | undefined;
}

function kind(pattern: string, holds: Kind["holds"]): Kind {
  return { pattern: new RegExp(pattern, "y"), holds };
}

const number = (text: string | undefined): number => Number.parseFloat(text ?? "");

/** The times in a list such as `90 ms, 190 ms, and 3 more like these`. */
function timesIn(text: string | undefined): number[] {
  return [...(text ?? "").matchAll(/(-?[\d.]+) ms/g)].map(([, time]) => number(time));
}

const kinds: readonly Kind[] = [
  // What an actor shows, and what it should show.
  kind(
    `(${actor}|all of [^;:]+?) (?:shows?|do(?:es)? not show)(?: ${value} for)? ${value} and should show ${value}(?: \\(or ([^)]+)\\))?, which (${actor}) `,
    ([who = "", shown, key = "", put = "", , putAt = ""], told, trace, { atMs }) => {
      Object.assign(told, { put, putAt, key, shown: shown ?? null, who: putAt, readMs: atMs });
      const readers = who.startsWith("all of ") ? who.slice(7).split(/, /) : [who];
      told.readAt = readers[0] ?? "";
      return (
        readers
          .filter((reader) => !/^and \d+ more/.test(reader))
          .every((reader) => trace.showsLast(reader, key, shown ?? null)) &&
        trace.puts(putAt, put, key).length > 0
      );
    },
  ),
  kind(
    `(${actor}) (?:did not show|showed ${value} for) ${value} at ${ms}, ${ms} after (${actor}) acknowledged ${value}, which must be visible (immediately|within \\d+ ms): `,
    (
      [reader = "", shown, key = "", startMs, afterMs, putAt = "", put = "", limit = ""],
      told,
      trace,
    ) => {
      Object.assign(told, {
        put,
        putAt,
        key,
        shown: shown ?? null,
        readAt: reader,
        readMs: number(startMs),
        who: putAt,
      });
      const acked = number(startMs) - number(afterMs);
      const limitMs = limit === "immediately" ? 0 : number(limit.slice("within ".length));
      return (
        number(afterMs) >= limitMs &&
        trace.showed(reader, key, shown ?? null, number(startMs)) &&
        trace.puts(putAt, put, key).some(({ endMs }) => isNear(endMs, acked, 0.21))
      );
    },
  ),
  kind(
    `(${actor}) showed ${value} for ${value} at ${ms}, and then ${value} again at ${ms}`,
    ([reader = "", before = "", key = "", beforeMs, then = "", thenMs], told, trace) => {
      Object.assign(told, { key, readAt: reader });
      const orNull = (text: string): string | null => (text === "nothing" ? null : text);
      return (
        trace.showed(reader, key, orNull(before), number(beforeMs)) &&
        trace.showed(reader, key, orNull(then), number(thenMs))
      );
    },
  ),
  kind(`; a newer Put for the key arrived at ${ms}`, ([atMs], { readAt, key, put }, trace) =>
    trace.arrivals(readAt, atMs).some((one) => one !== put && trace.keysOf(one).includes(key)),
  ),
  kind(`, which wins`, () => undefined),
  kind(`, and a Put never disappears`, () => undefined),
  kind(
    `, although ${value} had already replaced it there`,
    ([other = ""], { readAt, key }, trace) => trace.everShowed(readAt, key, other),
  ),
  kind(`, before ([\\w-]+) started`, ([server = ""], { put, putAt, key, readMs }, trace) =>
    trace.puts(putAt, put, key).some(({ endMs }) => endMs < trace.startedBefore(server, readMs)),
  ),
  kind(
    `, after (?:(it)|(${actor})) (received|acknowledged) ${value} at ${ms}`,
    ([it, who = "", how, put = "", atMs], told, trace) =>
      trace.took(it === undefined ? who : told.putAt, how, put, number(atMs)),
  ),
  // What was put with times that allow any winner.
  kind(
    `${value} is ((?:\\S+ on ${actor}(?:, (?:${actor}|and \\d+ more like these))*(?:, and )?)+)\\. (?:Either|Any of them) may win, because `,
    ([key = "", shown = ""], told, trace) => {
      told.key = key;
      told.who = "";
      const groups = [...shown.matchAll(new RegExp(`${value} on (${actor}(?:, ${actor})*)`, "g"))];
      return groups.every(([, text = "", actors = ""]) =>
        actors.split(", ").every((reader) => trace.showsLast(reader, key, text)),
      );
    },
  ),
  kind(`, but all actors must choose the same one\\. `, () => undefined),
  kind(`What happened to ${value}: `, ([put = ""], told, trace) => {
    Object.assign(told, { put, putAt: trace.whoTook(put, told.key), who: "", shown: undefined });
    return undefined;
  }),
  kind(
    `(${actor}) (received|acknowledged) ${value} at ${ms}`,
    ([who = "", how, put = "", atMs], told, trace) => {
      told.who = who;
      return trace.took(who, how, put, number(atMs));
    },
  ),
  kind(`(received|acknowledged)(?: it)? at ${ms}`, ([how, atMs], { put, putAt }, trace) =>
    trace.took(putAt, how, put, number(atMs)),
  ),
  // The path of a Put.
  kind(`(?:sent|forwarded) it to (${actor}) at ${ms}`, ([to = "", atMs], { put, who }, trace) =>
    trace.sent(who, to, put, number(atMs)),
  ),
  kind(`handled it at ${ms}`, ([atMs], { put, who }, trace) =>
    trace.handled(who, put).some((time) => isNear(time, number(atMs))),
  ),
  kind(`never handled it`, (_, { put, who }, trace) => trace.handled(who, put).length === 0),
  kind(
    `never (?:sent|forwarded) it to (any actor|${actor}|[\\w-]+)`,
    ([to = ""], { put, who }, trace) =>
      trace
        .carriers(put)
        .every((tell) => !trace.isFrom(tell, who) || (to !== "any actor" && !trace.isTo(tell, to))),
  ),
  kind(`no actor sent any message after that`, (_, { put, putAt }, trace) =>
    trace.tells.every(({ atMs }) => trace.puts(putAt, put).every(({ startMs }) => atMs < startMs)),
  ),
  kind(`no actor sent any message`, (_, __, trace) => trace.tells.length === 0),
  kind(`no message carried it(?: on)? to (${actor}|[\\w-]+)`, ([to = ""], { put }, trace) =>
    trace.carriers(put).every((tell) => !trace.isTo(tell, to)),
  ),
  kind(
    `no message contains its value, so either it was never sent, or messages encode values differently`,
    (_, { put }, trace) => trace.carriers(put).length === 0,
  ),
  kind(
    `its path cannot be followed, because (\\d+) Puts have the value ${value}(?=[.;](?: |$))`,
    ([count, put = ""], _, trace) => trace.puts(undefined, put).length === Number(count),
  ),
  kind(
    `its path cannot be followed, because messages are not searched for values like this one`,
    (_, { put }) => !isTraceable(put),
  ),
  kind(`the simulated network lost it at ${ms} \\([^)]*\\)`, ([atMs], { put }, trace) =>
    trace.lost(put, number(atMs)),
  ),
  kind(
    `acknowledged it before handling it, at ${ms}`,
    ([atMs], { put, who }, trace) =>
      trace.handled(who, put).some((time) => isNear(time, number(atMs))) &&
      trace.puts(who, put).every(({ endMs }) => endMs < number(atMs) + 0.1),
  ),
  kind(`received it itself`, (_, { put, who }, trace) => trace.puts(who, put).length > 0),
  // What the reader shows instead.
  kind(`showed it at ${ms}`, ([atMs], { put, who, key }, trace) =>
    trace.showed(who, key, put, number(atMs)),
  ),
  kind(
    `does not show it|no longer shows it`,
    (_, { who, key, shown, readMs }, trace) =>
      (shown ?? null) === null && trace.showsAt(who, key, null, readMs),
  ),
  kind(
    `(?:replaced it with ${value}|(?:now )?shows ${value}(?: instead)?), which (?:arrived|had arrived earlier,) at ${times}`,
    ([replaced, now, list], { who, key, readMs }, trace) => {
      const other = replaced ?? now ?? "";
      const arrived = trace.handled(who, other);
      return (
        trace.showsAt(who, key, other, readMs) &&
        timesIn(list).every((time) => arrived.some((one) => isNear(one, time)))
      );
    },
  ),
  kind(
    `(?:now )?shows ${value}(?: instead)?(?=[.;](?: |$)|, and )`,
    ([shown = ""], { who, key, readMs }, trace) => trace.showsAt(who, key, shown, readMs),
  ),
  kind(
    ` \\(inferred, because this history does not record deliveries\\)`,
    (_, __, trace) => !trace.isDetailed,
  ),
  // Values that nobody put.
  kind(
    `(?:get|list)\\("(.*?)"\\) on (${actor}) showed "(.*?)" for ${value} at ${ms}; (nobody put that value|that value was put only later, at ${ms}|that value was put for ${value}, never for \\4)(?=\\.(?: |$))`,
    ([, reader = "", quoted = "", key = "", endMs, what = "", laterMs, otherKey], _, trace) => {
      const shown = unquoted(`"${quoted}"`);
      const keys = trace.keysOf(shown);
      const origin =
        what === "nobody put that value"
          ? keys.length === 0
          : laterMs !== undefined
            ? trace
                .puts(undefined, shown, key)
                .every(({ startMs }) => startMs > number(endMs) - 0.1)
            : keys.includes(otherKey ?? "") && !keys.includes(key);
      return origin && trace.showedAtEnd(reader, key, shown, number(endMs));
    },
  ),
  // How often messages were sent.
  kind(
    `(${actor}) sent (${actor}) (\\d+) messages within one second from ${ms}(?:, with (\\d+) Puts? in total)?; at most \\d+ are allowed in any second\\. It sent them at ${times}`,
    ([from = "", to = "", count, fromMs, values, list], _, trace) => {
      const within = trace.between(from, to, number(fromMs) - 0.051, number(fromMs) + 1_000.051);
      const different = new Set(within.flatMap((tell) => tell.values)).size;
      return (
        within.length >= Number(count) &&
        different >= Number(values ?? 0) &&
        timesIn(list).every((time) => within.some(({ atMs }) => isNear(atMs, time)))
      );
    },
  ),
  kind(
    `(${actor}) sent (${actor}) (\\d+) messages in the ([\\d.]+) seconds in which servers started; \\d+ are allowed: \\d+ per second on average, and \\d+ more for old state`,
    ([from = "", to = "", count], _, trace) =>
      trace.between(from, to, -Infinity, Infinity).length >= Number(count),
  ),
  kind(
    `${value} was sent (\\d+) times?, (although only (\\d+) actors? needed it: )?((?:from ${actor} to ${actor} at ${times}(?:, )?)+)(?:, and \\d+ more like these)?`,
    ([put = "", count, , needed, ways = ""], told, trace) => {
      told.put = put;
      const carriers = trace.carriers(put);
      const all = [...ways.matchAll(new RegExp(`from (${actor}) to (${actor}) at ${times}`, "g"))];
      return (
        carriers.flatMap((tell) => tell.values.filter((one) => one === put)).length >=
          Number(count) &&
        (needed === undefined || new Set(carriers.map(({ to }) => to)).size >= Number(needed)) &&
        all.every(([, from = "", to = "", list]) =>
          timesIn(list).every((time) => trace.sent(from, to, put, time)),
        )
      );
    },
  ),
  kind(
    `; one message to [\\w-]+ is enough, because its actors can forward it to each other`,
    () => undefined,
  ),
  kind(`; all of these actors had it before ([\\w-]+) started`, ([server = ""], told, trace) =>
    trace
      .puts(undefined, told.put)
      .every(({ endMs }) => endMs < trace.startedBefore(server, Infinity)),
  ),
  kind(`; once from each server that has it is enough`, () => undefined),
  kind(
    ` ?On average, each old Put was sent (?:to [\\w-]+ )?([\\d.]+) times(?: to servers that had it)?`,
    ([times]) => number(times) > 1,
  ),
  kind(
    ` ?On average, each Put of ([\\w-]+) was sent from other servers to ([\\d.]+) actors of ([\\w-]+), ([\\d.]+) times in total`,
    ([, receivers, , copies]) => number(copies) >= number(receivers) - 0.05,
  ),
  kind(
    ` ?In total, (\\d+) cop(?:y|ies) of (\\d+) Puts? were sent, of which (\\d+) were needed`,
    ([copies, , needed]) => Number(copies) > Number(needed),
  ),
  kind(` ?\\(And \\d+ more like this\\.\\)`, (_, __, ___, { more }) => more !== undefined),
  // A new subject, and what joins statements.
  kind(
    `(${actor}) (?=sent it|forwarded|handled|never|acknowledged it|received it|showed it|shows|does not|now |no longer|replaced)`,
    ([who = ""], told) => {
      told.who = who;
      return undefined;
    },
  ),
  kind(`, and |, | and |; |: |\\. ?`, () => undefined),
];

/** Reads one message from its beginning to its end. */
class Reader {
  checked = 0;
  readonly untrue: string[] = [];
  /** What could not be read. */
  rest = "";
  readonly #told: Told = {
    put: "",
    putAt: "",
    key: "",
    shown: null,
    readAt: "",
    readMs: 0,
    who: "",
  };

  constructor(
    readonly text: string,
    readonly trace: Trace,
    readonly finding: Finding,
  ) {
    this.#told.readMs = finding.atMs;
  }

  read(): void {
    for (let position = 0; position < this.text.length;) {
      const length = this.#readAt(position);
      if (length === 0) {
        this.rest = this.text.slice(position);
        return;
      }
      position += length;
    }
  }

  /** Reads the statement at a position; returns its length, 0 if there is none. */
  #readAt(position: number): number {
    for (const { pattern, holds } of kinds) {
      pattern.lastIndex = position;
      const match = pattern.exec(this.text);
      if (match === null || match[0] === "") continue;
      const [statement, ...texts] = match;
      const parts = texts.map(unquoted);
      const truth = holds(parts, this.#told, this.trace, this.finding);
      if (truth !== undefined) this.checked++;
      if (truth === false) this.untrue.push(statement);
      return statement.length;
    }
    return 0;
  }
}

/** A key or a value as it is. What a statement leaves out is undefined, although its type does not say so. */
function unquoted(text: string): string {
  const isQuoted = (text as string | undefined)?.startsWith('"') === true;
  return isQuoted ? (JSON.parse(text) as string) : text;
}
