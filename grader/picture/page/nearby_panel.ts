import { byId, button, make } from "./dom.js";
import type { Focus } from "./focus.js";
import type { PictureModel } from "./model.js";
import type { Timeline } from "./timeline.js";
import { eventWords, laneName, msWords } from "./words.js";

/** How many events are shown on either side of the cursor. */
const aside = 9;

/** The diagram in words: a table of the events around the cursor, of those in focus. */
export function showNearby(
  model: PictureModel,
  timeline: Timeline,
  focus: Focus,
  cursor: { readonly atMs: number; readonly selected: number | undefined },
  onSelect: (event: number) => void,
): void {
  const here = cursor.selected ?? timeline.firstAfter(cursor.atMs);
  const indexes: number[] = [];
  for (let i = here - 1, left = aside; i >= 0 && left > 0; i--) {
    const event = model.events[i];
    if (event === undefined || !focus.has(event)) continue;
    indexes.unshift(i);
    left--;
  }
  for (let i = here, left = aside; i < model.events.length && left > 0; i++) {
    const event = model.events[i];
    if (event === undefined || !focus.has(event)) continue;
    indexes.push(i);
    left--;
  }
  const rows = indexes.map((i) => {
    const event = model.events[i];
    if (event === undefined) return make("tr");
    const current = i === cursor.selected;
    const past = event.atMs <= cursor.atMs;
    const choose = button(
      { class: "link", ...(current ? { "aria-current": "true" } : {}) },
      () => {
        onSelect(i);
      },
      eventWords(event, model),
    );
    return make(
      "tr",
      { class: `${current ? "current" : ""} ${past ? "" : "later"}` },
      make("td", { class: "number" }, msWords(event.atMs)),
      make("td", {}, laneName(model, event.lane)),
      make("td", {}, choose),
    );
  });
  byId("nearby", HTMLTableElement).replaceChildren(
    make(
      "thead",
      {},
      make(
        "tr",
        {},
        ...["time", "where", "what"].map((name) => make("th", { scope: "col" }, name)),
      ),
    ),
    make("tbody", {}, ...rows),
  );
}
