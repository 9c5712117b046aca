import { byId, make } from "./dom.js";
import type { PictureModel } from "./model.js";
import { msWords } from "./words.js";

/** Fills in what stands above the diagram. */
export function showHeader(model: PictureModel): void {
  byId("title", HTMLHeadingElement).textContent = model.title;
  document.title = `${model.title} – picture of a run`;
  const facts = [
    `tree ${model.tree}`,
    ...(model.seed === null ? ["real threads"] : [`simulated, seed ${model.seed}`]),
    msWords(model.untilMs),
    `${model.events.length} events`,
    model.ended,
  ];
  byId("facts", HTMLParagraphElement).textContent = facts.join(" · ");
  const message = byId("message", HTMLDivElement);
  message.textContent = model.message ?? "";
  message.hidden = model.message === null;
  byId("replay", HTMLElement).textContent = model.replay;
  byId("replay-box", HTMLDivElement).hidden = model.replay === "";
  fill("conditions", model.conditions);
  fill("remarks", model.remarks);
}

/** Copies the replay command. Falls back on selecting it, where a page may not write to the clipboard. */
export async function copyReplay(): Promise<void> {
  const code = byId("replay", HTMLElement);
  const button = byId("copy", HTMLButtonElement);
  try {
    await navigator.clipboard.writeText(code.textContent);
    button.textContent = "Copied";
  } catch {
    window.getSelection()?.selectAllChildren(code);
    button.textContent = "Selected";
  }
  setTimeout(() => {
    button.textContent = "Copy";
  }, 1_500);
}

function fill(id: string, texts: readonly string[]): void {
  const list = byId(id, HTMLUListElement);
  list.hidden = texts.length === 0;
  list.replaceChildren(...texts.map((text) => make("li", {}, text)));
}
