import { button, byId, make } from "./dom.js";
import type { RunView } from "./run_view.js";
import { isDark, paint } from "./theme.js";

/** Something that the viewer can do with a key, and mostly with a button as well. */
export interface Command {
  /** The keys that do it, as `KeyboardEvent.key` names them, with `Shift+` before an arrow. */
  readonly keys: readonly string[];
  /** The first key and what it does, for people. */
  readonly shown: string;
  readonly does: string;
  /** The id of its button. */
  readonly button?: string;
  readonly run: (view: RunView) => void;
}

type Run = Command["run"];

const move =
  (method: "step" | "scaleBy" | "pan", by: number): Run =>
  (view) => {
    view[method](by);
  };
const simply =
  (method: "followNext" | "showAll" | "clear"): Run =>
  (view) => {
    view[method]();
  };
const first = move("step", -Infinity);
const last = move("step", Infinity);
const zoomIn = move("scaleBy", 1.6);
const zoomOut = move("scaleBy", 1 / 1.6);
const nextFinding = simply("followNext");
const changeTheme: Run = (view) => {
  paint(!isDark());
  view.repaint();
};
const editKey: Run = () => {
  byId("key", HTMLInputElement).select();
};
const showHelp: Run = () => {
  byId("help", HTMLDialogElement).showModal();
};

/** All commands, in the order in which the help lists them. */
export const commands: readonly Command[] = [
  { keys: ["ArrowRight"], shown: "→", does: "next event", button: "next", run: move("step", 1) },
  {
    keys: ["ArrowLeft"],
    shown: "←",
    does: "previous event",
    button: "previous",
    run: move("step", -1),
  },
  {
    keys: ["Shift+ArrowRight"],
    shown: "Shift →",
    does: "ten events forward",
    run: move("step", 10),
  },
  { keys: ["Shift+ArrowLeft"], shown: "Shift ←", does: "ten events back", run: move("step", -10) },
  { keys: ["Home"], shown: "Home", does: "first event", button: "first", run: first },
  { keys: ["End"], shown: "End", does: "last event", button: "last", run: last },
  { keys: [" "], shown: "Space", does: "play or pause", button: "play", run: togglePlay },
  { keys: ["f"], shown: "f", does: "next finding", button: "next-finding", run: nextFinding },
  { keys: ["+", "="], shown: "+", does: "zoom in", button: "zoom-in", run: zoomIn },
  { keys: ["-"], shown: "−", does: "zoom out", button: "zoom-out", run: zoomOut },
  { keys: ["[", "PageUp"], shown: "[", does: "move the view back", run: move("pan", -0.4) },
  { keys: ["]", "PageDown"], shown: "]", does: "move the view forward", run: move("pan", 0.4) },
  { keys: ["0"], shown: "0", does: "show the whole run", button: "fit", run: simply("showAll") },
  { keys: ["/"], shown: "/", does: "show one key only", run: editKey },
  { keys: ["Escape"], shown: "Esc", does: "show everything again", run: simply("clear") },
  { keys: ["d"], shown: "d", does: "dark or light", button: "theme", run: changeTheme },
  { keys: ["?"], shown: "?", does: "this help", button: "help-button", run: showHelp },
];

/**
 * The command that a key press asks for; undefined when it asks for none: with Ctrl, Alt or Meta, while text is typed, or
 * if the focused element uses the key itself.
 */
export function commandOf(event: KeyboardEvent): Command | undefined {
  if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return undefined;
  const { key, shiftKey, target } = event;
  if (target instanceof Element) {
    const isIn = (selector: string): boolean => target.closest(selector) !== null;
    if (isIn("dialog")) return undefined;
    if (isIn("input:not([type=checkbox]), select, textarea") && key !== "Escape") return undefined;
    if (isIn("button, a, input") && key === " ") return undefined;
    if (key.startsWith("Page") && !isIn("#diagram-box")) return undefined;
  }
  const name = shiftKey && key.startsWith("Arrow") ? `Shift+${key}` : key;
  return commands.find(({ keys }) => keys.includes(name));
}

/** How long it takes to play what is in view, in milliseconds of real time. */
const playMs = 12_000;
let playing = 0;

/** Starts the cursor, or stops it; it stops by itself at the end. */
function togglePlay(view: RunView): void {
  if (playing !== 0) {
    stopPlaying();
    return;
  }
  const speed = view.viewMs / playMs;
  if (view.cursorMs >= view.untilMs) view.moveTo(0);
  let lastMs: number | undefined;
  const go = (nowMs: number): void => {
    view.moveTo(view.cursorMs + (nowMs - (lastMs ?? nowMs)) * speed);
    lastMs = nowMs;
    if (view.cursorMs >= view.untilMs) stopPlaying();
    else playing = requestAnimationFrame(go);
  };
  playing = requestAnimationFrame(go);
  byId("play", HTMLButtonElement).setAttribute("aria-pressed", "true");
}

/** Stops the cursor, if it runs. */
export function stopPlaying(): void {
  cancelAnimationFrame(playing);
  playing = 0;
  byId("play", HTMLButtonElement).setAttribute("aria-pressed", "false");
}

/** Fills in the help. */
export function fillHelp(): void {
  const dialog = byId("help", HTMLDialogElement);
  const rows = commands.map(({ shown, does }) =>
    make("tr", {}, make("th", { scope: "row" }, make("kbd", {}, shown)), make("td", {}, does)),
  );
  const close = (): void => {
    dialog.close();
  };
  dialog.replaceChildren(
    make("h2", { id: "help-title" }, "Keys"),
    make("table", {}, make("tbody", {}, ...rows)),
    ...help.map((text) => make("p", {}, text)),
    button({}, close, "Close"),
  );
}

const help = [
  "Turn the mouse wheel over the diagram to zoom, with Shift to scroll. Drag the diagram to scroll, and along its axis to " +
    "move the cursor. Click a name in the first column of the stores to see only what is about it, in the colours of its values.",
  "An arrow runs from the moment a message is sent to the moment it is handled. When the same message is sent several times, " +
    "the one sent first is assumed to be handled first.",
];
