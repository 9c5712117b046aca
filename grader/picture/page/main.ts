/** The page: opens the run that its address names, and passes the viewer's input on to its view. */
import { commandOf, commands, fillHelp, stopPlaying, type Command } from "./commands.js";
import { button, byId } from "./dom.js";
import { readLink, writeLink } from "./link.js";
import type { PictureModel } from "./model.js";
import { notify, RunView } from "./run_view.js";
import { isDark, paint } from "./theme.js";

const runs = [...document.querySelectorAll<HTMLScriptElement>("script.run")];
let run = -1;
let view: RunView;
let linkTimer = 0;

start();

function start(): void {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  paint(dark.matches);
  dark.addEventListener("change", ({ matches }) => {
    paint(matches);
    view.repaint();
  });
  fillHelp();
  showContents();
  followLink(location.hash);
  // The event's address, not the present one: that may have been replaced in between.
  window.addEventListener("hashchange", ({ newURL }) => {
    followLink(new URL(newURL).hash);
  });
  listen();
  document.documentElement.dataset["ready"] = "yes";
}

/** Goes to the place that a link's fragment names; reports what of it this file does not contain. */
function followLink(fragment: string): void {
  const place = readLink(fragment);
  const { run: wanted = 0 } = place;
  const isThere = runs[wanted] !== undefined;
  open(isThere ? wanted : 0);
  const missing = [...(isThere ? [] : [`run ${wanted + 1}`]), ...(isThere ? view.goTo(place) : [])];
  const words = `This link leads to ${missing.join(" and ")}, which is not here.`;
  notify("link", missing.length === 0 ? "" : words);
}

/** Shows a run, unless it is shown already. */
function open(index: number): void {
  if (index === run) return;
  const data = runs[index];
  if (data === undefined) throw new Error("the file holds no run");
  stopPlaying();
  if (run >= 0) view.close();
  run = index;
  view = new RunView(JSON.parse(data.textContent) as PictureModel, rememberPlace);
  view.begin();
  for (const [i, link] of [...byId("contents", HTMLElement).children].entries()) {
    if (i === index) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

/** Keeps the address up to date; not at every step, because browsers limit how often it may change. */
function rememberPlace(): void {
  clearTimeout(linkTimer);
  linkTimer = window.setTimeout(() => {
    history.replaceState(null, "", writeLink({ ...view.place, run }));
  }, 300);
}

function showContents(): void {
  const contents = byId("contents", HTMLElement);
  contents.hidden = runs.length < 2;
  const links = runs.map((data, i) => {
    const show = (): void => {
      notify("link", "");
      open(i);
      rememberPlace();
    };
    return button({ class: "tab" }, show, data.dataset["title"] ?? `run ${i + 1}`);
  });
  contents.replaceChildren(...links);
}

function listen(): void {
  for (const command of commands) {
    if (command.button === undefined) continue;
    byId(command.button, HTMLButtonElement).addEventListener("click", () => {
      act(command);
    });
  }
  document.addEventListener("keydown", (event) => {
    const command = commandOf(event);
    if (command === undefined) return;
    event.preventDefault();
    act(command);
  });
  byId("copy", HTMLButtonElement).addEventListener("click", () => void copyReplay());
  const key = byId("key", HTMLInputElement);
  key.addEventListener("change", () => {
    view.choose({ key: key.value });
  });
  const actor = byId("actor", HTMLSelectElement);
  actor.addEventListener("change", () => {
    view.choose({ lane: actor.value === "" ? undefined : Number(actor.value) });
  });
  const own = byId("own", HTMLInputElement);
  own.addEventListener("change", () => {
    view.choose({ own: own.checked });
  });
  const scrubber = byId("scrubber", HTMLInputElement);
  scrubber.addEventListener("input", () => {
    stopPlaying();
    view.moveTo(scrubber.valueAsNumber);
  });
  listenForPrinting();
}

/** On paper the page is light, and the diagram shows the whole run. */
function listenForPrinting(): void {
  let wasDark = false;
  window.addEventListener("beforeprint", () => {
    wasDark = isDark();
    paint(false);
    view.print(true);
  });
  window.addEventListener("afterprint", () => {
    paint(wasDark);
    view.print(false);
    view.repaint();
  });
}

function act({ run: runCommand, button: id }: Command): void {
  if (id !== "play") stopPlaying();
  runCommand(view);
}

/** Copies the command that repeats the run, or selects it if the page may not write to the clipboard. */
async function copyReplay(): Promise<void> {
  const code = byId("replay", HTMLElement);
  const copy = byId("copy", HTMLButtonElement);
  try {
    await navigator.clipboard.writeText(code.textContent);
    copy.textContent = "Copied";
  } catch {
    window.getSelection()?.selectAllChildren(code);
    copy.textContent = "Selected";
  }
  setTimeout(() => {
    copy.textContent = "Copy";
  }, 1_500);
}
