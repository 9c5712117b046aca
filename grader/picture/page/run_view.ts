import { Diagram } from "./diagram.js";
import { byId, make } from "./dom.js";
import { showDetails, showNearby } from "./event_panels.js";
import { showFindings } from "./findings_panel.js";
import { everything, Focus, knows, type FocusChoice } from "./focus.js";
import type { Place } from "./link.js";
import type { PictureEvent, PictureFinding, PictureModel } from "./model.js";
import { legendOf } from "./signs.js";
import { showStores } from "./stores_panel.js";
import { endOf, Timeline } from "./timeline.js";
import { eventWords, msWords } from "./words.js";

/** One run on the page: where the viewer is in it, and everything that shows that. */
export class RunView {
  readonly #model: PictureModel;
  readonly #timeline: Timeline;
  readonly #diagram: Diagram;
  readonly #onMove: () => void;
  #cursorMs = 0;
  #selected: number | undefined;
  #finding: number | undefined;
  #focus: Focus;
  #panelFrame = 0;

  /** @param onMove is called when the viewer is somewhere else than before. */
  constructor(model: PictureModel, onMove: () => void) {
    this.#model = model;
    this.#timeline = new Timeline(model.events);
    this.#onMove = onMove;
    this.#focus = new Focus(model, everything);
    showHeader(model);
    fillChoices(model);
    this.#diagram = new Diagram(model, this.#timeline, {
      focus: () => this.#focus,
      pointed: () => ({
        cursorMs: this.#cursorMs,
        selected: this.#event(this.#selected),
        evidence: this.#evidence(),
        finding: this.#finding,
      }),
      onPoint: (atMs, event) => {
        if (event === undefined) this.moveTo(atMs);
        else this.select(event);
      },
    });
    this.#showFindings();
    this.choose(everything);
  }

  /** How long the run took, in milliseconds. */
  get untilMs(): number {
    return this.#model.untilMs;
  }

  /** When the cursor is, in milliseconds since the run began. */
  get cursorMs(): number {
    return this.#cursorMs;
  }

  /** How long the part of the run is that is in view, in milliseconds. */
  get viewMs(): number {
    const { fromMs, untilMs } = this.#diagram.zoom.span;
    return untilMs - fromMs;
  }

  /** Where the viewer is, for a link. */
  get place(): Place {
    const finding = this.#finding === undefined ? {} : { finding: this.#finding };
    return { atMs: this.#cursorMs, key: this.#focus.choice.key, ...finding };
  }

  /** Goes where a link leads; a finding before a time. Returns what of it is not there, in words. */
  goTo({ finding, atMs, key }: Place): string[] {
    const isThere = finding !== undefined && this.#model.findings[finding] !== undefined;
    if (isThere) this.follow(finding);
    else if (atMs !== undefined) this.moveTo(atMs);
    if (key !== undefined && key !== this.#focus.choice.key) this.choose({ key });
    return [
      ...(finding === undefined || isThere ? [] : [`finding ${finding + 1}`]),
      ...(atMs === undefined || (atMs >= 0 && atMs <= this.untilMs) ? [] : [msWords(atMs)]),
    ];
  }

  /** Moves the cursor to a time; no event is selected then, and no finding followed. */
  moveTo(atMs: number): void {
    this.#cursorMs = Math.min(this.#model.untilMs, Math.max(0, atMs));
    this.#selected = undefined;
    this.#leaveFinding();
    this.#moved();
  }

  /** Selects an event and moves the cursor to its beginning. */
  select(index: number): void {
    const event = this.#event(index);
    if (event === undefined) return;
    this.#selected = index;
    this.#cursorMs = event.atMs;
    if (!this.#evidence().includes(event)) this.#leaveFinding();
    say(`${msWords(event.atMs)}: ${eventWords(event, this.#model)}`);
    this.#moved();
  }

  /** Goes so many events further, of those in focus; back, if negative; to the ends for infinity. */
  step(by: number): void {
    const counts = (event: PictureEvent): boolean => this.#focus.has(event);
    const found = this.#timeline.step(this.#stepsFrom(by), by, counts);
    if (found !== undefined) this.select(found);
  }

  /** Follows a finding: the cursor goes to it, its key comes into focus, and its evidence into view. */
  follow(index: number): void {
    const finding = this.#model.findings[index];
    if (finding === undefined) return;
    this.#finding = index;
    this.#selected = undefined;
    this.#cursorMs = finding.atMs;
    this.choose({ lane: undefined, key: finding.key ?? "" });
    const evidence = this.#evidence();
    const fromMs = Math.min(finding.atMs, ...evidence.map(({ atMs }) => atMs));
    const untilMs = Math.max(finding.atMs, ...evidence.map(endOf));
    const airMs = Math.max(20, (untilMs - fromMs) * 0.2);
    this.#diagram.zoom.show({ fromMs: fromMs - airMs, untilMs: untilMs + airMs });
    say(`${finding.kind}: ${finding.message}`);
    this.#showFindings();
    this.#moved();
  }

  /** Shows the whole run, with its first finding. */
  begin(): void {
    this.follow(0);
    this.showAll();
  }

  /** Follows the finding behind the one that is followed; after the last, the first. */
  followNext(): void {
    const { length } = this.#model.findings;
    if (length > 0) this.follow(((this.#finding ?? -1) + 1) % length);
  }

  /** Changes what is in focus; says so when nothing in the run is about the key. */
  choose(change: Partial<FocusChoice>): void {
    const model = this.#model;
    this.#focus = new Focus(model, { ...this.#focus.choice, ...change });
    const { key, lane, own } = this.#focus.choice;
    const input = byId("key", HTMLInputElement);
    input.value = key;
    const isUnknown = key !== "" && !knows(model, key);
    input.setAttribute("aria-invalid", String(isUnknown));
    const kind = model.words.key.toLowerCase();
    notify("key", isUnknown ? `Nothing in this run is about the ${kind} “${key}”.` : "");
    byId("actor", HTMLSelectElement).value = lane === undefined ? "" : String(lane);
    byId("own", HTMLInputElement).checked = own;
    this.#diagram.redraw();
    this.#showPanels();
    this.#onMove();
  }

  /** Shows everything again, and marks nothing. */
  clear(): void {
    if (document.activeElement instanceof HTMLInputElement) document.activeElement.blur();
    this.#selected = undefined;
    this.#leaveFinding();
    notify("link", "");
    this.choose(everything);
  }

  /** Makes the view so many times larger around the cursor, or around its middle when the cursor is out of view. */
  scaleBy(factor: number): void {
    const { fromMs, untilMs } = this.#diagram.zoom.span;
    const inView = this.#cursorMs >= fromMs && this.#cursorMs <= untilMs;
    this.#diagram.zoom.scaleBy(factor, inView ? this.#cursorMs : (fromMs + untilMs) / 2);
  }

  /** Moves the view by a part of its length. */
  pan(part: number): void {
    this.#diagram.zoom.moveBy(part);
  }

  /** Brings the whole run into view. */
  showAll(): void {
    this.#diagram.zoom.showAll();
  }

  /** Draws all anew, in the colours that the page has now. */
  repaint(): void {
    this.#diagram.redraw();
    this.#showPanels();
  }

  /** Draws for paper, until told otherwise. */
  print(on: boolean): void {
    this.#renderPanels();
    this.#diagram.print(on);
  }

  /** Takes it off the page, which is left as it is for the next one. */
  close(): void {
    cancelAnimationFrame(this.#panelFrame);
    this.#diagram.close();
  }

  /** The place before which, or behind which, the next step begins. */
  #stepsFrom(by: number): number {
    if (by === Infinity) return -1;
    if (by === -Infinity) return this.#model.events.length;
    if (this.#selected !== undefined) return this.#selected;
    if (by > 0) return this.#timeline.firstAfter(this.#cursorMs) - 1;
    return this.#timeline.firstAt(this.#cursorMs);
  }

  #event(index: number | undefined): PictureEvent | undefined {
    return index === undefined ? undefined : this.#model.events[index];
  }

  get #followed(): PictureFinding | undefined {
    return this.#finding === undefined ? undefined : this.#model.findings[this.#finding];
  }

  #evidence(): PictureEvent[] {
    return (this.#followed?.events ?? []).flatMap((index) => this.#event(index) ?? []);
  }

  #leaveFinding(): void {
    if (this.#finding === undefined) return;
    this.#finding = undefined;
    this.#showFindings();
  }

  #moved(): void {
    this.#diagram.reveal(this.#cursorMs);
    this.#diagram.repoint();
    this.#showPanels();
    this.#onMove();
  }

  #showFindings(): void {
    showFindings(
      this.#model,
      this.#finding,
      (finding) => {
        this.follow(finding);
        document.getElementById(`finding-${finding}`)?.focus({ preventScroll: true });
      },
      (event) => {
        this.select(event);
      },
    );
  }

  #showPanels(): void {
    this.#panelFrame ||= requestAnimationFrame(() => {
      this.#renderPanels();
    });
  }

  #renderPanels(): void {
    cancelAnimationFrame(this.#panelFrame);
    this.#panelFrame = 0;
    const model = this.#model;
    const atMs = this.#cursorMs;
    byId("now", HTMLOutputElement).textContent = msWords(atMs);
    const scrubber = byId("scrubber", HTMLInputElement);
    scrubber.value = String(atMs);
    scrubber.setAttribute("aria-valuetext", msWords(atMs));
    const { lane } = this.#focus.choice;
    const actor = lane === undefined ? this.#followed?.actor : model.lanes[lane]?.name;
    showStores(model, atMs, this.#focus, actor ?? undefined, (key) => {
      this.choose({ key });
    });
    showDetails(model, this.#event(this.#selected));
    const cursor = { atMs, selected: this.#selected };
    showNearby(model, this.#timeline, this.#focus, cursor, (event) => {
      this.select(event);
    });
  }
}

/** Tells those who listen to the page what was chosen. */
function say(words: string): void {
  byId("live", HTMLParagraphElement).textContent = words;
}

/** Says what the viewer asked for and does not get; nothing when it is empty. */
export function notify(about: "key" | "link", words: string): void {
  byId(`${about}-notice`, HTMLParagraphElement).textContent = words;
}

/** Fills in what stands above the diagram, and its legend. */
function showHeader(model: PictureModel): void {
  const { title, message, replay, events, untilMs, facts } = model;
  byId("title", HTMLHeadingElement).textContent = title;
  document.title = `${title} – picture of a run`;
  const all = [...facts, msWords(untilMs), `${events.length} events`];
  byId("facts", HTMLParagraphElement).textContent = all.join(" · ");
  byId("message", HTMLDivElement).textContent = message ?? "";
  byId("message", HTMLDivElement).hidden = message === null;
  byId("replay", HTMLElement).textContent = replay;
  byId("replay-box", HTMLDivElement).hidden = replay === "";
  for (const [id, texts] of Object.entries({
    conditions: model.conditions,
    remarks: model.remarks,
  })) {
    const list = byId(id, HTMLUListElement);
    list.hidden = texts.length === 0;
    list.replaceChildren(...texts.map((text) => make("li", {}, text)));
  }
  byId("legend", HTMLUListElement).replaceChildren(...legendOf(model.words));
}

function fillChoices({ lanes, keys, untilMs, findings, words }: PictureModel): void {
  byId("key-label", HTMLElement).textContent = words.key;
  byId("actor-label", HTMLElement).textContent = words.actor;
  byId("keys", HTMLDataListElement).replaceChildren(
    ...keys.slice(0, 500).map((key) => make("option", { value: key })),
  );
  byId("actor", HTMLSelectElement).replaceChildren(
    make("option", { value: "" }, "all"),
    ...lanes.flatMap(({ kind, name }, i) =>
      kind === "actor" || kind === "other" ? [make("option", { value: String(i) }, name)] : [],
    ),
  );
  byId("scrubber", HTMLInputElement).max = String(untilMs);
  byId("next-finding", HTMLButtonElement).disabled = findings.length === 0;
}
