import type { Message, PictureEvent, PictureModel, Query } from "./model.js";

/** A time for people: `1,234.5 ms`. */
export function msWords(ms: number): string {
  const digits = Math.abs(ms) < 10 ? 2 : 1;
  return `${ms.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits })} ms`;
}

/** A time on the axis, as exact as the steps between ticks need it. */
export function tickWords(ms: number, stepMs: number): string {
  if (stepMs >= 100) return `${(ms / 1_000).toFixed(stepMs >= 1_000 ? 0 : 1)} s`;
  const digits = stepMs >= 1 ? 0 : Math.min(3, Math.ceil(-Math.log10(stepMs)));
  return `${ms.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits })} ms`;
}

/** What happened, in a few words. */
export function eventWords(event: PictureEvent, model: PictureModel): string {
  switch (event.type) {
    case "message":
      return messageWords(event, model);
    case "own":
      return `${laneName(model, event.lane)} handles its ${typeOfText(model.texts[event.text])}`;
    case "query":
      return `${event.client}: ${queryWords(event)} at ${laneName(model, event.lane)}`;
    case "note":
      return event.words;
    default:
      return event satisfies never;
  }
}

/** A query as it is written at its sign: `a = x`, `a → x`. */
export function queryWords({ method, key, value, entries, error }: Query): string {
  const asked = method === "list" ? `list "${key}"` : key;
  if (error !== undefined) return `${method === "put" ? "put" : ""} ${asked} ✗`.trim();
  if (method === "put") return `${key} = ${value ?? ""}`;
  if (method === "get") return `${key} → ${value ?? "absent"}`;
  const count = Object.keys(entries ?? {}).length;
  return `${asked} → ${count} ${count === 1 ? "key" : "keys"}`;
}

/** The text of a message, where it was recorded. */
export function textOf(event: PictureEvent, { texts }: PictureModel): string | undefined {
  if (event.type !== "message" && event.type !== "own") return undefined;
  return event.text === undefined ? undefined : texts[event.text];
}

/** The type of a message: its property `type`, where it has one. */
export function typeOfText(text: string | undefined): string {
  const type = /"type":"([^"\\]{1,40})"/.exec(text ?? "")?.[1];
  if (type !== undefined) return type;
  return text === undefined || text.length > 24 ? "message" : text;
}

/** What became of a message. */
export function fateWords({ fate, why, copy, atMs, endMs }: Message): string {
  switch (fate) {
    case "arrived":
      return `${copy === true ? "handled once more" : "handled"} after ${msWords(endMs - atMs)}`;
    case "lost":
      return `lost${why === undefined ? ", nobody handled it" : `; ${why}`}`;
    case "underWay":
      return "still under way when the run ended";
    case "unseen":
      return "arrival not recorded";
    default:
      return fate satisfies never;
  }
}

/** The name of a lane. */
export function laneName(model: PictureModel, lane: number): string {
  return model.lanes[lane]?.name ?? "?";
}

function messageWords(event: Message, model: PictureModel): string {
  const text = textOf(event, model);
  const ending =
    event.fate === "arrived" ? (event.copy === true ? " (again)" : "") : ` (${shortFate(event)})`;
  return `${laneName(model, event.lane)} → ${laneName(model, event.toLane)}: ${typeOfText(text)}${ending}`;
}

function shortFate({ fate }: Message): string {
  return fate === "lost" ? "lost" : fate === "underWay" ? "under way" : "arrival unknown";
}
