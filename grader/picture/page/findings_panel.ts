import { byId, button, make } from "./dom.js";
import type { PictureFinding, PictureModel } from "./model.js";
import { eventWords, msWords } from "./words.js";

/** Lists the findings; each leads to its place, and the one that is followed to its evidence. */
export function showFindings(
  model: PictureModel,
  followed: number | undefined,
  onFollow: (finding: number) => void,
  onSelect: (event: number) => void,
): void {
  const list = byId("findings", HTMLOListElement);
  if (model.findings.length === 0) {
    list.replaceChildren(make("p", { class: "soft" }, "There are no findings for this run."));
    return;
  }
  list.replaceChildren(
    ...model.findings.map((finding, i) => {
      const current = i === followed;
      const item = make("li", current ? { class: "current" } : {});
      const title = button(
        { class: "finding", id: `finding-${i}`, ...(current ? { "aria-current": "true" } : {}) },
        () => {
          onFollow(i);
        },
        make("span", { class: "kind" }, finding.kind),
        ` ${placeOf(finding)}`,
        make("span", { class: "message-text" }, finding.message),
      );
      item.append(title, make("p", { class: "soft" }, noteOf(finding)));
      if (current) item.append(evidenceOf(model, finding, onSelect));
      return item;
    }),
  );
}

function placeOf({ key, actor, atMs }: PictureFinding): string {
  const where = [
    ...(key === null ? [] : [`key ${key}`]),
    ...(actor === null ? [] : [`at ${actor}`]),
    msWords(atMs),
  ];
  return where.join(", ");
}

function noteOf({ section, inferred, more }: PictureFinding): string {
  return [
    `Assignment, section ${section}.`,
    ...(inferred ? ["Partly concluded, not seen."] : []),
    ...(more > 0 ? [`${more} more of this kind are not listed.`] : []),
  ].join(" ");
}

function evidenceOf(
  model: PictureModel,
  { events }: PictureFinding,
  onSelect: (event: number) => void,
): HTMLElement {
  const list = make("ul", { class: "evidence", "aria-label": "Evidence" });
  for (const index of events.slice(0, 30)) {
    const event = model.events[index];
    if (event === undefined) continue;
    const choose = button(
      { class: "link" },
      () => {
        onSelect(index);
      },
      `${msWords(event.atMs)}  ${eventWords(event, model)}`,
    );
    list.append(make("li", {}, choose));
  }
  return list;
}
