import { byId, make } from "./dom.js";
import { markWords, prettyJson } from "./json_view.js";
import type { PictureEvent, PictureModel } from "./model.js";
import { eventWords, fateWords, laneName, msWords, textOf, typeOfText } from "./words.js";

/** Shows everything that is known of one event. */
export function showDetails(model: PictureModel, event: PictureEvent | undefined): void {
  const panel = byId("details", HTMLDivElement);
  const title = byId("details-title", HTMLHeadingElement);
  if (event === undefined) {
    title.textContent = "Event";
    panel.replaceChildren(
      make("p", { class: "soft" }, "Choose an event: click it, or go to the next one with →."),
    );
    return;
  }
  title.textContent = eventWords(event, model);
  const values = new Set(model.values);
  const list = make("dl");
  for (const [name, text] of factsOf(event, model)) {
    list.append(make("dt", {}, name), make("dd", {}, ...markWords(text, values)));
  }
  const body = bodyOf(event, model);
  panel.replaceChildren(
    list,
    ...(body === undefined
      ? []
      : [make("pre", { tabindex: "0", "aria-label": "Text" }, ...markWords(body, values))]),
  );
}

function factsOf(event: PictureEvent, model: PictureModel): [name: string, text: string][] {
  const uid = model.lanes[event.lane]?.uid;
  const at = `${laneName(model, event.lane)}${uid === undefined ? "" : ` (${uid})`}`;
  switch (event.type) {
    case "message":
      return [
        ["from", at],
        ["to", laneName(model, event.toLane)],
        ["told at", msWords(event.atMs)],
        ["outcome", fateWords(event)],
        ["size", `${event.bytes} bytes`],
      ];
    case "own":
      return [
        ["at", at],
        ["handled at", msWords(event.atMs)],
        ["type", `${typeOfText(model.texts[event.text])}, from itself or its server`],
      ];
    case "query":
      return [
        ["client", event.client],
        ["at", at],
        ["from", msWords(event.atMs)],
        ["took", msWords(event.endMs - event.atMs)],
        ...(event.error === undefined ? [] : [["failed", event.error] as [string, string]]),
      ];
    case "note":
      return [
        ["at", msWords(event.atMs)],
        ...(event.endMs === undefined || event.endMs === event.atMs
          ? []
          : [["until", msWords(event.endMs)] as [string, string]]),
        ["what", event.words],
      ];
    default:
      return event satisfies never;
  }
}

function bodyOf(event: PictureEvent, model: PictureModel): string | undefined {
  switch (event.type) {
    case "message":
    case "own": {
      const text = textOf(event, model);
      return text === undefined ? undefined : prettyJson(text);
    }
    case "query":
      return event.entries === undefined ? undefined : prettyJson(JSON.stringify(event.entries));
    case "note":
      return event.detail === undefined ? undefined : prettyJson(event.detail);
    default:
      return event satisfies never;
  }
}
