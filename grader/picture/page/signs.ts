import { byId, button, make } from "./dom.js";
import { keyLines } from "./keys.js";

/** What the diagram's signs mean: a class of the style sheet that draws the sign, and the words. */
const signs: readonly (readonly [className: string, words: string])[] = [
  ["put", "Put"],
  ["read", "Get or List"],
  ["local", "message within a server"],
  ["remote", "message between servers"],
  ["lost", "lost"],
  ["under-way", "under way at the end"],
  ["timer", "timer, or told by its server"],
  ["fault", "fault"],
  ["error", "error"],
  ["finding", "finding"],
];

/** Explains the signs below the diagram. */
export function showLegend(): void {
  byId("legend", HTMLUListElement).replaceChildren(
    ...signs.map(([name, words]) =>
      make("li", {}, make("span", { class: `sign ${name}`, "aria-hidden": "true" }), words),
    ),
  );
}

/** Fills in the help. */
export function fillHelp(): void {
  const dialog = byId("help", HTMLDialogElement);
  const rows = keyLines.map(({ shown, does }) =>
    make("tr", {}, make("th", { scope: "row" }, make("kbd", {}, shown)), make("td", {}, does)),
  );
  dialog.replaceChildren(
    make("h2", { id: "help-title" }, "Keys"),
    make("table", {}, make("tbody", {}, ...rows)),
    make(
      "p",
      {},
      "Turn the wheel over the diagram to zoom, with Shift to move; drag to move. Drag along the axis to move the " +
        "cursor. Click a key in the stores to see only what concerns it, in the colours of its values.",
    ),
    make(
      "p",
      {},
      "Arrows run from the moment a message is told to the moment it is handled. Where a message is repeated word for " +
        "word, the first told is taken for the first handled.",
    ),
    button(
      { class: "close" },
      () => {
        dialog.close();
      },
      "Close",
    ),
  );
}
