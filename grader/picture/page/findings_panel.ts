import { byId, button, make } from "./dom.js";
import { linkTo } from "./event_panels.js";
import type { PictureFinding, PictureModel } from "./model.js";
import { eventWords, msWords } from "./words.js";

/** How many events to list as evidence of a finding. */
const mostEvidence = 30;

/** Lists the findings, with links to their places, and for the one that is followed, to its evidence. */
export function showFindings(
  model: PictureModel,
  followed: number | undefined,
  onFollow: (finding: number) => void,
  onSelect: (event: number) => void,
): void {
  const items = model.findings.map((finding, i) => {
    const current = i === followed;
    const title = button(
      { ...linkTo(current), id: `finding-${i}` },
      () => {
        onFollow(i);
      },
      make("span", { class: "kind" }, finding.kind),
      ` ${placeOf(finding, model)}`,
      make("span", { class: "message-text" }, finding.message),
    );
    const note = make("p", { class: "soft" }, noteOf(finding));
    const evidence = current ? [evidenceOf(model, finding, onSelect)] : [];
    return make("li", current ? { class: "current" } : {}, title, note, ...evidence);
  });
  const none = make("p", { class: "soft" }, "There are no findings for this run.");
  byId("findings", HTMLOListElement).replaceChildren(...(items.length === 0 ? [none] : items));
}

function placeOf({ key, actor, atMs }: PictureFinding, { words }: PictureModel): string {
  return [
    ...(key === null ? [] : [`${words.key.toLowerCase()} ${key}`]),
    ...(actor === null ? [] : [`at ${actor}`]),
    msWords(atMs),
  ].join(", ");
}

function noteOf({ section, inferred, more }: PictureFinding): string {
  return [
    `Assignment, section ${section}.`,
    ...(inferred ? ["Part of this is inferred, not observed."] : []),
    ...(more > 0 ? [`${more} more findings of this kind are not listed.`] : []),
  ].join(" ");
}

function evidenceOf(
  model: PictureModel,
  { events }: PictureFinding,
  onSelect: (event: number) => void,
): HTMLElement {
  const items = events.slice(0, mostEvidence).flatMap((index) => {
    const event = model.events[index];
    if (event === undefined) return [];
    const choose = (): void => {
      onSelect(index);
    };
    const words = `${msWords(event.atMs)}  ${eventWords(event, model)}`;
    return [make("li", {}, button(linkTo(false), choose, words))];
  });
  return make("ul", { class: "evidence", "aria-label": "Evidence" }, ...items);
}
