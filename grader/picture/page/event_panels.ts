import { byId, button, make } from "./dom.js";
import type { Focus } from "./focus.js";
import { markWords, prettyJson } from "./json_view.js";
import type { PictureEvent, PictureModel } from "./model.js";
import type { Timeline } from "./timeline.js";
import { eventWords, fateWords, laneName, msWords, textOf, typeOf } from "./words.js";

/** Shows everything that is known about one event. */
export function showDetails(model: PictureModel, event: PictureEvent | undefined): void {
  const panel = byId("details", HTMLDivElement);
  byId("details-title", HTMLHeadingElement).textContent =
    event === undefined ? "Event" : eventWords(event, model);
  if (event === undefined) {
    const words = "Choose an event: click it, or press → for the next one.";
    panel.replaceChildren(make("p", { class: "soft" }, words));
    return;
  }
  const values = new Set(model.values);
  const list = make("dl");
  for (const [name, text] of factsOf(event, model)) {
    list.append(make("dt", {}, name), make("dd", {}, ...markWords(text, values)));
  }
  panel.replaceChildren(list);
  const body = bodyOf(event, model);
  if (body === undefined) return;
  const attributes = { tabindex: "0", "aria-label": "Text" };
  panel.append(make("pre", attributes, ...markWords(prettyJson(body), values)));
}

function factsOf(event: PictureEvent, model: PictureModel): (readonly [string, string])[] {
  const uid = model.lanes[event.lane]?.uid;
  const at = `${laneName(model, event.lane)}${uid === undefined ? "" : ` (${uid})`}`;
  const time = msWords(event.atMs);
  switch (event.type) {
    case "message":
      return [
        ["from", at],
        ["to", laneName(model, event.toLane)],
        ["sent at", time],
        ["outcome", fateWords(event)],
        ["size", `${event.bytes} bytes`],
      ];
    case "own":
      return [
        ["at", at],
        ["handled at", time],
        ["type", `${typeOf(event, model)}: ${model.words.own}`],
      ];
    case "request":
      return [
        ["client", event.client],
        ["at", at],
        ["from", time],
        ["took", msWords(event.endMs - event.atMs)],
        ...(event.error === undefined ? [] : [["failed", event.error] as const]),
      ];
    case "note": {
      const { atMs, endMs = atMs } = event;
      return [["at", time], ...(endMs === atMs ? [] : [["until", msWords(endMs)] as const])];
    }
    default:
      return event satisfies never;
  }
}

function bodyOf(event: PictureEvent, model: PictureModel): string | undefined {
  if (event.type === "note") return event.detail ?? event.words;
  if (event.type === "request") {
    return event.prefix === undefined ? undefined : JSON.stringify(event.shown);
  }
  return textOf(event, model);
}

/** How many events are shown on either side of the cursor. */
const aside = 9;

/** The diagram in words: a table of the events in focus around the cursor. */
export function showNearby(
  model: PictureModel,
  timeline: Timeline,
  focus: Focus,
  cursor: { readonly atMs: number; readonly selected: number | undefined },
  onSelect: (event: number) => void,
): void {
  const here = cursor.selected ?? timeline.firstAfter(cursor.atMs);
  const inFocus = (event: PictureEvent): boolean => focus.has(event);
  const first = timeline.step(here, -aside, inFocus) ?? here;
  const last = timeline.step(here - 1, aside, inFocus) ?? here - 1;
  const rows: HTMLElement[] = [];
  for (const [i, event] of model.events.entries()) {
    if (i < first || !focus.has(event)) continue;
    if (i > last) break;
    const current = i === cursor.selected;
    const words = eventWords(event, model);
    const choose = (): void => {
      onSelect(i);
    };
    rows.push(
      make(
        "tr",
        { class: current ? "current" : event.atMs <= cursor.atMs ? "" : "later" },
        make("td", { class: "number" }, msWords(event.atMs)),
        make("td", {}, laneName(model, event.lane)),
        make("td", {}, button(linkTo(current), choose, words)),
      ),
    );
  }
  const names = ["time", "where", "what"].map((name) => make("th", { scope: "col" }, name));
  byId("nearby", HTMLTableElement).replaceChildren(
    make("thead", {}, make("tr", {}, ...names)),
    make("tbody", {}, ...rows),
  );
}

/** The attributes of a button that looks like a link; of several, one may be current. */
export function linkTo(current: boolean): Readonly<Record<string, string>> {
  return { class: "link", ...(current ? { "aria-current": "true" } : {}) };
}
