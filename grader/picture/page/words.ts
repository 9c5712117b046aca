import type { Message, PictureEvent, PictureModel } from "./model.js";

/** A number with so many digits after the point: `1,234.5`. */
function digits(value: number, count: number): string {
  const options = { minimumFractionDigits: count, maximumFractionDigits: count };
  return value.toLocaleString("en-US", options);
}

/** A time for people: `1,234.5 ms`. */
export function msWords(ms: number): string {
  return `${digits(ms, Math.abs(ms) < 10 ? 2 : 1)} ms`;
}

/** A time on the axis, as exact as the steps between ticks need it. */
export function tickWords(ms: number, stepMs: number): string {
  if (stepMs >= 100) return `${(ms / 1_000).toFixed(stepMs >= 1_000 ? 0 : 1)} s`;
  return `${digits(ms, stepMs >= 1 ? 0 : Math.min(3, Math.ceil(-Math.log10(stepMs))))} ms`;
}

/** What happened, in a few words. */
export function eventWords(event: PictureEvent, model: PictureModel): string {
  const at = laneName(model, event.lane);
  switch (event.type) {
    case "message": {
      const ending = endings[event.fate] ?? (event.copy === true ? " (again)" : "");
      return `${at} → ${laneName(model, event.toLane)}: ${typeOf(event, model)}${ending}`;
    }
    case "own":
      return `${at} handles its ${typeOf(event, model)}`;
    case "request":
      return `${event.client}: ${event.words} at ${at}`;
    case "note":
      return event.words;
    default:
      return event satisfies never;
  }
}

const endings: Readonly<Partial<Record<Message["fate"], string>>> = {
  lost: " (lost)",
  underWay: " (in transit)",
  unseen: " (arrival unknown)",
};

/** The text of a message, where it was recorded. */
export function textOf(event: PictureEvent, { texts }: PictureModel): string | undefined {
  if (event.type !== "message" && event.type !== "own") return undefined;
  return event.text === undefined ? undefined : texts[event.text];
}

/** The type of a message: its property `type`, where it has one. */
export function typeOf(event: PictureEvent, model: PictureModel): string {
  const text = textOf(event, model);
  const type = /"type":"([^"\\]{1,40})"/.exec(text ?? "")?.[1];
  if (type !== undefined) return type;
  return text === undefined || text.length > 24 ? "message" : text;
}

/** What became of a message. */
export function fateWords({ fate, why, copy, atMs, endMs }: Message): string {
  switch (fate) {
    case "arrived":
      return `handled ${copy === true ? "again " : ""}after ${msWords(endMs - atMs)}`;
    case "lost":
      return `lost${why === undefined ? ": it was never handled" : `; ${why}`}`;
    case "underWay":
      return "still in transit when the run ended";
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
