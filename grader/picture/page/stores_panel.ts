import { byId, button, make } from "./dom.js";
import type { Focus } from "./focus.js";
import type { PictureModel } from "./model.js";
import { storesAt, type Cell, type Row } from "./store_table.js";
import { valueColor, type Theme } from "./theme.js";
import { msWords } from "./words.js";

/** More keys than this are shown only as far as they matter. */
const mostRows = 40;

/** Shows what each actor held at an instant, and what of it differs or is wrong. */
export function showStores(
  model: PictureModel,
  atMs: number,
  focus: Focus,
  theme: Theme,
  onKey: (key: string) => void,
): void {
  byId("stores-at", HTMLSpanElement).textContent = `at ${msWords(atMs)}`;
  const all = storesAt(model, atMs);
  const rows = all.length <= mostRows ? all : mostTelling(all, focus.choice.key);
  const head = make(
    "tr",
    {},
    make("th", { scope: "col" }, "key"),
    ...model.stores.actors.map(({ actor, lane }) =>
      make(
        "th",
        { scope: "col", ...(focus.choice.lane === lane ? { class: "chosen" } : {}) },
        actor,
      ),
    ),
  );
  const body = rows.map(({ key, cells }) => {
    const name = button(
      {
        class: "link",
        title: `Show only ${key}`,
        "aria-pressed": String(focus.choice.key === key),
      },
      () => {
        onKey(focus.choice.key === key ? "" : key);
      },
      key,
    );
    return make(
      "tr",
      focus.choice.key === key ? { class: "current" } : {},
      make("th", { scope: "row" }, name),
      ...cells.map((cell) => cellOf(cell, focus.choice.key === key ? focus : undefined, theme)),
    );
  });
  byId("stores", HTMLTableElement).replaceChildren(
    make("thead", {}, head),
    make("tbody", {}, ...body),
  );
  byId("stores-note", HTMLParagraphElement).textContent = noteOf(model, all.length, rows.length);
}

function cellOf(
  { value, differs, wrong }: Cell,
  focus: Focus | undefined,
  theme: Theme,
): HTMLTableCellElement {
  if (value === undefined) return make("td", { class: "unknown", title: "not known" }, "·");
  const words = value ?? "absent";
  const state =
    wrong === undefined ? (differs ? "differs" : "") : `wrong${differs ? " differs" : ""}`;
  const title = wrong?.message ?? (differs ? "differs from others" : words);
  const cell = make("td", { class: `${state} ${value === null ? "absent" : ""}`.trim(), title });
  const place = value === null ? -1 : (focus?.values.indexOf(value) ?? -1);
  if (place >= 0) {
    const dot = make("span", { class: "dot", "aria-hidden": "true" });
    dot.style.background = valueColor(theme, place, theme.soft);
    cell.append(dot);
  }
  const sign = wrong === undefined ? (differs ? "≠ " : "") : "✗ ";
  const spoken = wrong === undefined ? (differs ? "differs: " : "") : "wrong: ";
  if (sign !== "") {
    cell.append(
      make("span", { "aria-hidden": "true" }, sign),
      make("span", { class: "hidden" }, spoken),
    );
  }
  cell.append(words.length > 24 ? `${words.slice(0, 22)}…` : words);
  return cell;
}

/** What is wrong, in focus or different comes first, and what is like that is not left out. */
function mostTelling(rows: readonly Row[], focusKey: string): Row[] {
  const weight = ({ key, cells }: Row): number =>
    (cells.some(({ wrong }) => wrong !== undefined) ? 4 : 0) +
    (key === focusKey ? 2 : 0) +
    (cells.some(({ differs }) => differs) ? 1 : 0);
  return [...rows].sort((a, b) => weight(b) - weight(a)).slice(0, mostRows);
}

function noteOf({ stores }: PictureModel, all: number, shown: number): string {
  const source =
    stores.from === "probes"
      ? ""
      : "Nobody looked into the stores during this run: this is what clients put and read last. ";
  if (all === 0) return `${source}Nothing is stored yet.`;
  return `${source}${shown < all ? `${all - shown} more keys are not shown.` : ""}`;
}
