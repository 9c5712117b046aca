/** What a key does: its name for people, the keys that do it, and the name of the action. */
export interface KeyLine {
  readonly keys: readonly string[];
  readonly shown: string;
  readonly does: string;
  readonly action: Action;
}

/** What can be done with the keyboard. */
export type Action =
  | "next"
  | "previous"
  | "next10"
  | "previous10"
  | "first"
  | "last"
  | "play"
  | "zoomIn"
  | "zoomOut"
  | "panLeft"
  | "panRight"
  | "fit"
  | "finding"
  | "filter"
  | "clear"
  | "theme"
  | "help";

/** All keys, in the order in which the help lists them. */
export const keyLines: readonly KeyLine[] = [
  { keys: ["ArrowRight"], shown: "→", does: "next event", action: "next" },
  { keys: ["ArrowLeft"], shown: "←", does: "previous event", action: "previous" },
  { keys: ["Shift+ArrowRight"], shown: "Shift →", does: "ten events on", action: "next10" },
  { keys: ["Shift+ArrowLeft"], shown: "Shift ←", does: "ten events back", action: "previous10" },
  { keys: ["Home"], shown: "Home", does: "first event", action: "first" },
  { keys: ["End"], shown: "End", does: "last event", action: "last" },
  { keys: [" "], shown: "Space", does: "let time run, or stop it", action: "play" },
  { keys: ["f"], shown: "f", does: "next finding", action: "finding" },
  { keys: ["+", "="], shown: "+", does: "zoom in", action: "zoomIn" },
  { keys: ["-"], shown: "−", does: "zoom out", action: "zoomOut" },
  { keys: ["[", "PageUp"], shown: "[", does: "move the view back", action: "panLeft" },
  { keys: ["]", "PageDown"], shown: "]", does: "move the view on", action: "panRight" },
  { keys: ["0"], shown: "0", does: "show the whole run", action: "fit" },
  { keys: ["/"], shown: "/", does: "show one key only", action: "filter" },
  { keys: ["Escape"], shown: "Esc", does: "show everything again", action: "clear" },
  { keys: ["d"], shown: "d", does: "dark or light", action: "theme" },
  { keys: ["?"], shown: "?", does: "this help", action: "help" },
];

/**
 * What a key press asks for; undefined when it is none of ours: with Ctrl, Alt or Meta, while text is typed, or where an
 * element has a use for the key itself.
 */
export function actionOf(event: KeyboardEvent): Action | undefined {
  if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return undefined;
  const target = event.target;
  if (target instanceof Element) {
    if (target.closest("dialog") !== null) return undefined;
    const typing = target.closest("input:not([type=checkbox]), select, textarea") !== null;
    if (typing && event.key !== "Escape") return undefined;
    const presses = target.closest("button, a, input") !== null;
    if (presses && event.key === " ") return undefined;
    const pages = event.key === "PageUp" || event.key === "PageDown";
    if (pages && target.closest("#diagram-box") === null) return undefined;
  }
  const shifted =
    event.shiftKey && event.key.startsWith("Arrow") ? `Shift+${event.key}` : event.key;
  return keyLines.find(({ keys }) => keys.includes(shifted))?.action;
}
