import { byId, button, make } from "./dom.js";
import type { Focus } from "./focus.js";
import type { PictureModel } from "./model.js";
import { storesAt, type Cell, type Row } from "./stores.js";
import { theme, valueColor } from "./theme.js";
import { msWords } from "./words.js";

/** More keys than this are shown only as far as they matter. */
const mostRows = 40;

/**
 * Shows what each actor held at an instant, and what of it differs or is wrong.
 *
 * @param actor the one whose column matters; undefined when none does. The table scrolls to it, and to the key in focus,
 *   when they are others than before.
 */
export function showStores(
  model: PictureModel,
  atMs: number,
  focus: Focus,
  actor: string | undefined,
  onKey: (key: string) => void,
): void {
  const { words, stores } = model;
  byId("stores-title", HTMLElement).textContent = words.stores;
  byId("stores-at", HTMLElement).textContent = `at ${msWords(atMs)}`;
  const all = storesAt(model, atMs);
  const rows = all.length <= mostRows ? all : mostTelling(all, focus.choice.key);
  const heads = stores.actors.map((store) =>
    make("th", { scope: "col", class: store.actor === actor ? "chosen" : "" }, store.actor),
  );
  const body = rows.map(({ key, cells }) => {
    const current = focus.choice.key === key;
    const choose = (): void => {
      onKey(current ? "" : key);
    };
    const attributes = {
      class: "link",
      title: current ? "Show everything" : `Show only ${key}`,
      "aria-pressed": String(current),
    };
    return make(
      "tr",
      { class: current ? "current" : "" },
      make("th", { scope: "row" }, button(attributes, choose, key)),
      ...cells.map((cell) => cellOf(cell, current ? focus : undefined)),
    );
  });
  const table = byId("stores", HTMLTableElement);
  table.replaceChildren(
    make(
      "thead",
      {},
      make("tr", {}, make("th", { scope: "col" }, words.key.toLowerCase()), ...heads),
    ),
    make("tbody", {}, ...body),
  );
  byId("stores-note", HTMLParagraphElement).textContent = noteOf(model, all.length, rows);
  scrollTo(table, `${focus.choice.key}\0${actor ?? ""}`);
}

/** Scrolls to the column and the row that matter, unless that has been done. */
function scrollTo(table: HTMLTableElement, what: string): void {
  const box = table.parentElement;
  if (box === null || table.dataset["shows"] === what) return;
  table.dataset["shows"] = what;
  const column = table.querySelector<HTMLElement>("th.chosen");
  const row = table.querySelector<HTMLElement>("tr.current");
  const names = table.querySelector<HTMLElement>("th")?.offsetWidth ?? 0;
  if (column !== null) box.scrollLeft = column.offsetLeft - names;
  if (row !== null) box.scrollTop = row.offsetTop - row.offsetHeight * 1.5;
}

function cellOf(
  { value, running, differs, wrong }: Cell,
  focus: Focus | undefined,
): HTMLTableCellElement {
  if (!running) return make("td", { class: "unknown", title: "its server is not running" }, "–");
  if (value === undefined) {
    return make("td", { class: "unknown", title: "not known: nobody could look" }, "?");
  }
  const words = value ?? "absent";
  const cell = make("td", {
    class:
      `${wrong === undefined ? "" : "wrong"} ${differs ? "differs" : ""} ${value === null ? "absent" : ""}`.trim(),
    title: wrong?.message ?? (differs ? `${words}, which differs from others` : words),
  });
  const place = value === null ? -1 : (focus?.values.indexOf(value) ?? -1);
  if (place >= 0) {
    const dot = make("span", { class: "dot", "aria-hidden": "true" });
    dot.style.background = valueColor(theme(), place, "");
    cell.append(dot);
  }
  if (wrong !== undefined || differs) {
    const [sign, spoken] = wrong === undefined ? ["≠ ", "differs: "] : ["✗ ", "wrong: "];
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

function noteOf({ stores }: PictureModel, all: number, shown: readonly Row[]): string {
  const cells = shown.flatMap((row) => row.cells);
  return [
    ...(stores.from === "probes" ? [] : ["Known only from what clients wrote and read last."]),
    ...(all === 0 ? ["Nothing is stored yet."] : []),
    ...(cells.some(({ wrong }) => wrong !== undefined) ? ["✗ wrong by a finding."] : []),
    ...(cells.some(({ differs }) => differs) ? ["≠ differs from what others hold."] : []),
    ...(cells.some(({ value, running }) => running && value === undefined)
      ? ["? not known: nobody could look."]
      : []),
    ...(shown.length < all ? [`${all - shown.length} more are not shown.`] : []),
  ].join(" ");
}
