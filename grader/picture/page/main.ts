/** The page: opens the run that its address names, and hands what the viewer does to the view of it. */
import { button, byId } from "./dom.js";
import { copyReplay } from "./header.js";
import { actionOf, type Action } from "./keys.js";
import { readLink, writeLink } from "./link.js";
import type { PictureModel } from "./model.js";
import { Player } from "./player.js";
import { RunView } from "./run_view.js";
import { fillHelp, showLegend } from "./signs.js";

const runs = [...document.querySelectorAll<HTMLScriptElement>("script.run")];
const player = new Player();
let run = -1;
let view: RunView;
let linkTimer = 0;

start();

function start(): void {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  setTheme(dark.matches);
  dark.addEventListener("change", ({ matches }) => {
    setTheme(matches);
    view.readColors();
  });
  showLegend();
  fillHelp();
  showContents();
  followLink();
  window.addEventListener("hashchange", followLink);
  listen();
  document.documentElement.dataset["ready"] = "yes";
}

/** Goes where the address leads. */
function followLink(): void {
  const place = readLink(location.hash);
  const wanted = place.run ?? 0;
  open(runs[wanted] === undefined ? 0 : wanted);
  view.goTo(place);
}

/** Shows a run, unless it is the one that is shown. */
function open(index: number): void {
  if (index === run) return;
  const data = runs[index];
  if (data === undefined) throw new Error("the file holds no run");
  player.stop();
  if (run >= 0) view.close();
  run = index;
  view = new RunView(JSON.parse(data.textContent) as PictureModel, rememberPlace);
  view.begin();
  for (const [i, link] of [...byId("contents", HTMLElement).children].entries()) {
    if (i === index) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

/** Keeps the address such that it leads here; not at every step, which browsers object to. */
function rememberPlace(): void {
  clearTimeout(linkTimer);
  linkTimer = window.setTimeout(() => {
    history.replaceState(null, "", writeLink({ ...view.place, run }));
  }, 300);
}

function showContents(): void {
  const contents = byId("contents", HTMLElement);
  contents.hidden = runs.length < 2;
  contents.replaceChildren(
    ...runs.map((data, i) =>
      button(
        { class: "tab" },
        () => {
          open(i);
          rememberPlace();
        },
        data.dataset["title"] ?? `run ${i + 1}`,
      ),
    ),
  );
}

function listen(): void {
  const actions: readonly (readonly [id: string, action: Action])[] = [
    ["first", "first"],
    ["previous", "previous"],
    ["play", "play"],
    ["next", "next"],
    ["last", "last"],
    ["zoom-in", "zoomIn"],
    ["zoom-out", "zoomOut"],
    ["fit", "fit"],
    ["next-finding", "finding"],
    ["theme", "theme"],
    ["help-button", "help"],
  ];
  for (const [id, action] of actions) {
    byId(id, HTMLButtonElement).addEventListener("click", () => {
      act(action);
    });
  }
  byId("copy", HTMLButtonElement).addEventListener("click", () => void copyReplay());
  document.addEventListener("keydown", (event) => {
    const action = actionOf(event);
    if (action === undefined) return;
    event.preventDefault();
    act(action);
  });
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
    player.stop();
    view.moveTo(scrubber.valueAsNumber);
  });
  listenForPrinting();
}

/** On paper the page is light, and the diagram shows the whole run. */
function listenForPrinting(): void {
  let wasDark = false;
  window.addEventListener("beforeprint", () => {
    wasDark = isDark();
    setTheme(false);
    view.print(true);
  });
  window.addEventListener("afterprint", () => {
    setTheme(wasDark);
    view.print(false);
    view.readColors();
  });
}

function act(action: Action): void {
  if (action !== "play") player.stop();
  switch (action) {
    case "next":
      view.step(1);
      return;
    case "previous":
      view.step(-1);
      return;
    case "next10":
      view.step(10);
      return;
    case "previous10":
      view.step(-10);
      return;
    case "first":
      view.step(-Infinity);
      return;
    case "last":
      view.step(Infinity);
      return;
    case "play":
      player.toggle(view);
      return;
    case "zoomIn":
      view.scaleBy(1.6);
      return;
    case "zoomOut":
      view.scaleBy(1 / 1.6);
      return;
    case "panLeft":
      view.pan(-0.4);
      return;
    case "panRight":
      view.pan(0.4);
      return;
    case "fit":
      view.showAll();
      return;
    case "finding":
      view.followNext();
      return;
    case "filter":
      byId("key", HTMLInputElement).select();
      return;
    case "clear":
      view.choose({ key: "", lane: undefined, own: true });
      if (document.activeElement instanceof HTMLInputElement) document.activeElement.blur();
      return;
    case "theme":
      setTheme(!isDark());
      view.readColors();
      return;
    case "help":
      byId("help", HTMLDialogElement).showModal();
      return;
    default:
      action satisfies never;
  }
}

function isDark(): boolean {
  return document.documentElement.dataset["theme"] === "dark";
}

function setTheme(dark: boolean): void {
  document.documentElement.dataset["theme"] = dark ? "dark" : "light";
}
