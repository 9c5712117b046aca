import { showDetails } from "./details_panel.js";
import { Diagram } from "./diagram.js";
import { byId, make } from "./dom.js";
import { showFindings } from "./findings_panel.js";
import { Focus, type FocusChoice } from "./focus.js";
import { showHeader } from "./header.js";
import type { Place } from "./link.js";
import type { PictureEvent, PictureModel } from "./model.js";
import { showNearby } from "./nearby_panel.js";
import { showStores } from "./stores_panel.js";
import { readTheme } from "./theme.js";
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
    this.#focus = new Focus(model, { key: "", lane: undefined, own: true });
    showHeader(model);
    this.#fillChoices();
    this.#diagram = new Diagram(model, this.#timeline, {
      focus: () => this.#focus,
      pointed: () => ({
        cursorMs: this.#cursorMs,
        selected: this.#event(this.#selected),
        evidence: this.#evidence(),
        findingsMs: model.findings.map(({ atMs }) => atMs),
        finding: this.#finding,
      }),
      onPoint: (atMs, event) => {
        if (event === undefined) this.moveTo(atMs);
        else this.select(event);
      },
    });
    this.#showFindings();
    this.#showPanels();
  }

  /** How long the run took, in milliseconds. */
  get untilMs(): number {
    return this.#model.untilMs;
  }

  /** When the cursor is, in milliseconds since the run began. */
  get cursorMs(): number {
    return this.#cursorMs;
  }

  /** Where the viewer is, for a link. */
  get place(): Place {
    return {
      atMs: this.#cursorMs,
      key: this.#focus.choice.key,
      ...(this.#finding === undefined ? {} : { finding: this.#finding }),
    };
  }

  /** Goes where a link leads; a finding before a time. What is not there is ignored. */
  goTo({ finding, atMs, key }: Place): void {
    if (finding !== undefined && this.#model.findings[finding] !== undefined) this.follow(finding);
    else if (atMs !== undefined) this.moveTo(atMs);
    if (key !== undefined && key !== this.#focus.choice.key) this.choose({ key });
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
    byId("live", HTMLParagraphElement).textContent =
      `${msWords(event.atMs)}: ${eventWords(event, this.#model)}`;
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
    byId("live", HTMLParagraphElement).textContent = `${finding.kind}: ${finding.message}`;
    this.#showFindings();
    this.#moved();
  }

  /** Shows the whole run, with its first finding. */
  begin(): void {
    if (this.#model.findings.length > 0) this.follow(0);
    this.showAll();
  }

  /** Follows the finding behind the one that is followed; after the last, the first. */
  followNext(): void {
    const { length } = this.#model.findings;
    if (length > 0) this.follow(((this.#finding ?? -1) + 1) % length);
  }

  /** Changes what is in focus. */
  choose(change: Partial<FocusChoice>): void {
    this.#focus = new Focus(this.#model, { ...this.#focus.choice, ...change });
    const { key, lane, own } = this.#focus.choice;
    byId("key", HTMLInputElement).value = key;
    byId("actor", HTMLSelectElement).value = lane === undefined ? "" : String(lane);
    byId("own", HTMLInputElement).checked = own;
    this.#diagram.redraw();
    this.#showPanels();
    this.#onMove();
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

  /** How long the part of the run is that is in view, in milliseconds. */
  get viewMs(): number {
    const { fromMs, untilMs } = this.#diagram.zoom.span;
    return untilMs - fromMs;
  }

  /** Takes the colours of the page anew. */
  readColors(): void {
    this.#diagram.readColors();
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

  #evidence(): PictureEvent[] {
    const finding = this.#finding === undefined ? undefined : this.#model.findings[this.#finding];
    return (finding?.events ?? []).flatMap((index) => this.#event(index) ?? []);
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
    byId("now", HTMLOutputElement).textContent = msWords(this.#cursorMs);
    const scrubber = byId("scrubber", HTMLInputElement);
    scrubber.value = String(this.#cursorMs);
    scrubber.setAttribute("aria-valuetext", msWords(this.#cursorMs));
    showStores(model, this.#cursorMs, this.#focus, readTheme(), (key) => {
      this.choose({ key });
    });
    showDetails(model, this.#event(this.#selected));
    const cursor = { atMs: this.#cursorMs, selected: this.#selected };
    showNearby(model, this.#timeline, this.#focus, cursor, (event) => {
      this.select(event);
    });
  }

  #fillChoices(): void {
    const { lanes, keys, untilMs, findings } = this.#model;
    byId("keys", HTMLDataListElement).replaceChildren(
      ...keys.slice(0, 500).map((key) => make("option", { value: key })),
    );
    byId("actor", HTMLSelectElement).replaceChildren(
      make("option", { value: "" }, "all"),
      ...lanes.flatMap(({ kind, name }, i) =>
        kind === "actor" || kind === "other" ? [make("option", { value: String(i) }, name)] : [],
      ),
    );
    byId("key", HTMLInputElement).value = "";
    byId("own", HTMLInputElement).checked = true;
    byId("scrubber", HTMLInputElement).max = String(untilMs);
    byId("next-finding", HTMLButtonElement).disabled = findings.length === 0;
  }
}
