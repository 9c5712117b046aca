import { byId, make, sizeCanvas } from "./dom.js";
import { drawGround, drawNames } from "./draw_ground.js";
import { drawMessages } from "./draw_messages.js";
import { drawOverlay, eventAt, type Pointed } from "./draw_overlay.js";
import { drawSigns } from "./draw_signs.js";
import type { Focus } from "./focus.js";
import { markWords, prettyJson } from "./json_view.js";
import type { PictureModel } from "./model.js";
import { Overview } from "./overview.js";
import { axisHeight, layOutLanes, msAt, type Scene } from "./scene.js";
import { theme } from "./theme.js";
import { TimeZoom } from "./time_zoom.js";
import type { Timeline } from "./timeline.js";
import { eventWords, fateWords, msWords, textOf } from "./words.js";

/** What the diagram reports to its owner. */
export interface DiagramEvents {
  /** The viewer pointed at a time, and perhaps at an event. */
  onPoint(atMs: number, event: number | undefined): void;
  /** Drawing needs to know this. */
  focus(): Focus;
  pointed(): Omit<Pointed, "hovered">;
}

/** How wide the diagram is on paper, in pixels of the page; the style sheet scales it to the sheet. */
const printWidth = 1_060;

/** How many characters of a message the tip shows. */
const mostTipText = 700;

/** The space-time diagram of a run, with its overview. Handles the mouse, the wheel and touches. */
export class Diagram {
  /** The span of time in view. */
  readonly zoom: TimeZoom;
  readonly #model: PictureModel;
  readonly #timeline: Timeline;
  readonly #events: DiagramEvents;
  readonly #box = byId("diagram-box", HTMLDivElement);
  readonly #base = byId("base", HTMLCanvasElement);
  readonly #overlay = byId("overlay", HTMLCanvasElement);
  readonly #tip = byId("tip", HTMLDivElement);
  readonly #overview: Overview;
  readonly #resizes: ResizeObserver;
  readonly #stopped = new AbortController();
  readonly #values: ReadonlySet<string>;
  #printing = false;
  #hovered: number | undefined;
  #frame = 0;
  #groundIsOld = true;

  constructor(model: PictureModel, timeline: Timeline, events: DiagramEvents) {
    this.#model = model;
    this.#timeline = timeline;
    this.#events = events;
    this.#values = new Set(model.values);
    const { signal } = this.#stopped;
    this.#overview = new Overview(byId("overview", HTMLCanvasElement), signal, (middleMs) => {
      this.#center(middleMs);
    });
    // A margin on both sides, so that events at the ends can be seen and pointed at.
    const airMs = model.untilMs * 0.015;
    const whole = { fromMs: -airMs, untilMs: model.untilMs + airMs };
    this.zoom = new TimeZoom(this.#overlay, whole, signal, () => {
      this.#hover(undefined);
      this.redraw();
    });
    this.#resizes = new ResizeObserver(() => {
      this.#resize();
    });
    this.#resizes.observe(this.#box);
    this.#listen();
    this.#hover(undefined);
    this.#resize();
  }

  /** Redraws everything in the next frame. */
  redraw(): void {
    this.#groundIsOld = true;
    this.repoint();
  }

  /** Redraws the overlay in the next frame: the cursor, and what is selected. */
  repoint(): void {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  /** Starts or ends the layout for paper, which shows everything. Draws at once, because printing does not wait. */
  print(on: boolean): void {
    this.#printing = on;
    this.#groundIsOld = true;
    this.#draw();
  }

  /** Scrolls so that a time is in view. */
  reveal(atMs: number): void {
    const { fromMs, untilMs } = this.zoom.span;
    const margin = (untilMs - fromMs) * 0.04;
    if (atMs < fromMs + margin || atMs > untilMs - margin) this.#center(atMs);
  }

  /** Stops drawing and listening. */
  close(): void {
    cancelAnimationFrame(this.#frame);
    this.#resizes.disconnect();
    this.#stopped.abort();
  }

  #center(atMs: number): void {
    const { fromMs, untilMs } = this.zoom.span;
    const half = (untilMs - fromMs) / 2;
    this.zoom.show({ fromMs: atMs - half, untilMs: atMs + half });
  }

  #resize(): void {
    const { width, gutter, layout } = this.#scene();
    this.#box.style.height = `${layout.height}px`;
    this.zoom.resize(gutter, width, layout.height);
    this.redraw();
  }

  #scene(): Scene {
    const model = this.#model;
    const width = this.#printing ? printWidth : Math.max(240, this.#box.clientWidth);
    const longest = Math.max(...model.lanes.map(({ name }) => name.length));
    const wanted = this.#printing ? 480 : Math.max(260, window.innerHeight * 0.46);
    return {
      model,
      timeline: this.#timeline,
      focus: this.#events.focus(),
      layout: layOutLanes(model.lanes, wanted),
      theme: theme(),
      width,
      gutter: Math.min(width < 500 ? 84 : 150, Math.max(56, longest * 7.2 + 22)),
      ...(this.#printing ? { fromMs: 0, untilMs: model.untilMs * 1.015 } : this.zoom.span),
    };
  }

  #draw(): void {
    const scene = this.#scene();
    const { width, layout } = scene;
    if (this.#groundIsOld) {
      this.#groundIsOld = false;
      const context = sizeCanvas(this.#base, width, layout.height);
      const range = this.#timeline.within(scene.fromMs, scene.untilMs);
      drawGround(context, scene);
      drawMessages(context, scene, range);
      drawSigns(context, scene, range);
      drawNames(context, scene);
      this.#overview.draw(scene);
    }
    // On paper there is one canvas.
    const context = sizeCanvas(this.#printing ? this.#base : this.#overlay, width, layout.height);
    if (!this.#printing) context.clearRect(0, 0, width, layout.height);
    const hovered = this.#hovered === undefined ? undefined : this.#model.events[this.#hovered];
    drawOverlay(context, scene, { ...this.#events.pointed(), hovered });
  }

  #listen(): void {
    const on = (
      type: "pointerdown" | "pointermove" | "click",
      take: (e: MouseEvent) => void,
    ): void => {
      this.#overlay.addEventListener(type, take, { signal: this.#stopped.signal });
    };
    let pressed: { x: number; y: number; onAxis: boolean } | undefined;
    on("pointerdown", ({ offsetX, offsetY }) => {
      pressed = { x: offsetX, y: offsetY, onAxis: offsetY < axisHeight };
      if (pressed.onAxis) this.#events.onPoint(this.#msAt(offsetX), undefined);
    });
    on("pointermove", ({ offsetX, offsetY, buttons }) => {
      if (buttons === 0) this.#hoverAt(offsetX, offsetY);
      else if (pressed?.onAxis === true) this.#events.onPoint(this.#msAt(offsetX), undefined);
    });
    on("click", ({ offsetX, offsetY }) => {
      if (pressed === undefined || pressed.onAxis) return;
      if (Math.hypot(offsetX - pressed.x, offsetY - pressed.y) > 4) return;
      const event = eventAt(this.#scene(), offsetX, offsetY);
      const atMs = event === undefined ? undefined : this.#model.events[event]?.atMs;
      this.#events.onPoint(atMs ?? this.#msAt(offsetX), event);
    });
    const leave = (): void => {
      this.#hover(undefined);
    };
    this.#overlay.addEventListener("pointerleave", leave, { signal: this.#stopped.signal });
  }

  #msAt(x: number): number {
    return Math.min(this.#model.untilMs, Math.max(0, msAt(this.#scene(), x)));
  }

  #hoverAt(x: number, y: number): void {
    const scene = this.#scene();
    const hovered = x < scene.gutter ? undefined : eventAt(scene, x, y);
    const overEvent = hovered === undefined ? "" : "pointer";
    this.#overlay.style.cursor = y < axisHeight ? "ew-resize" : overEvent;
    if (hovered === this.#hovered) return;
    this.#hover(hovered);
    if (hovered === undefined) return;
    const left = Math.min(x + 14, scene.width - this.#tip.offsetWidth - 4);
    const below = y + 16 + this.#tip.offsetHeight < scene.layout.height + 160;
    this.#tip.style.left = `${Math.max(4, left)}px`;
    this.#tip.style.top = `${below ? y + 16 : y - this.#tip.offsetHeight - 12}px`;
  }

  /** Outlines an event and describes it. */
  #hover(hovered: number | undefined): void {
    if (hovered !== this.#hovered) this.repoint();
    this.#hovered = hovered;
    const event = hovered === undefined ? undefined : this.#model.events[hovered];
    this.#tip.hidden = event === undefined;
    if (event === undefined) return;
    const text = textOf(event, this.#model);
    const json = text === undefined ? "" : prettyJson(text);
    const cut = json.length > mostTipText ? `${json.slice(0, mostTipText)}…` : json;
    const fate = event.type === "message" ? `, ${fateWords(event)}` : "";
    this.#tip.replaceChildren(
      make("strong", {}, eventWords(event, this.#model)),
      make("div", {}, `${msWords(event.atMs)}${fate}`),
      ...(json === "" ? [] : [make("pre", {}, ...markWords(cut, this.#values))]),
    );
  }
}
