import { sizeCanvas } from "./canvas.js";
import { byId, make } from "./dom.js";
import { drawGround, drawNames } from "./draw_ground.js";
import { drawMessages } from "./draw_messages.js";
import { drawOverlay, type Pointed } from "./draw_overlay.js";
import { drawSigns } from "./draw_signs.js";
import type { Focus } from "./focus.js";
import { eventAt } from "./hit.js";
import { markWords, prettyJson } from "./json_view.js";
import { axisHeight, layOutLanes } from "./lane_layout.js";
import type { PictureModel, Span } from "./model.js";
import { Overview } from "./overview.js";
import { msAt, type Scene } from "./scene.js";
import { readTheme, type Theme } from "./theme.js";
import { TimeZoom } from "./time_zoom.js";
import type { Timeline } from "./timeline.js";
import { eventWords, fateWords, msWords, textOf } from "./words.js";

/** What the diagram tells whoever shows it. */
export interface DiagramEvents {
  /** The viewer pointed at a time, and at an event there or at none. */
  onPoint(atMs: number, event: number | undefined): void;
  /** Drawing needs to know this. */
  focus(): Focus;
  pointed(): Omit<Pointed, "hovered">;
}

/** The space-time diagram of a run, with its overview: draws itself, and takes the mouse, the wheel and touches. */
export class Diagram {
  readonly #model: PictureModel;
  readonly #timeline: Timeline;
  readonly #events: DiagramEvents;
  readonly #box = byId("diagram-box", HTMLDivElement);
  readonly #base = byId("base", HTMLCanvasElement);
  readonly #overlay = byId("overlay", HTMLCanvasElement);
  readonly #tip = byId("tip", HTMLDivElement);
  readonly #overview: Overview;
  readonly #zoom: TimeZoom;
  readonly #resizes: ResizeObserver;
  readonly #stopped = new AbortController();
  readonly #values: ReadonlySet<string>;
  #theme: Theme = readTheme();
  #printing = false;
  #hovered: number | undefined;
  #frame = 0;
  #groundIsOld = true;

  constructor(model: PictureModel, timeline: Timeline, events: DiagramEvents) {
    this.#model = model;
    this.#timeline = timeline;
    this.#events = events;
    this.#values = new Set(model.values);
    const strip = byId("overview", HTMLCanvasElement);
    this.#overview = new Overview(strip, this.#stopped.signal, (middleMs) => {
      this.#center(middleMs);
    });
    // A little air on both sides, so that what is at the ends can be seen and pointed at.
    const airMs = model.untilMs * 0.015;
    const whole = { fromMs: -airMs, untilMs: model.untilMs + airMs };
    this.#zoom = new TimeZoom(this.#overlay, whole, () => {
      this.#hideTip();
      this.redraw();
    });
    this.#resizes = new ResizeObserver(() => {
      this.#resize();
    });
    this.#resizes.observe(this.#box);
    this.#listen();
    this.#resize();
  }

  /** The span of time in view. */
  get zoom(): TimeZoom {
    return this.#zoom;
  }

  /** Draws all anew in the next frame. */
  redraw(): void {
    this.#groundIsOld = true;
    this.repoint();
  }

  /** Draws what is over the events anew in the next frame: the cursor, what is selected. */
  repoint(): void {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  /** Takes the colours of the page anew. */
  readColors(): void {
    this.#theme = readTheme();
    this.redraw();
  }

  /** Shows everything on a sheet of paper, until told otherwise. Draws at once, since printing does not wait. */
  print(on: boolean): void {
    this.#printing = on;
    this.#theme = readTheme();
    this.#groundIsOld = true;
    this.#draw();
  }

  /** Scrolls and zooms so that a time is in view. */
  reveal(atMs: number): void {
    const { fromMs, untilMs } = this.#zoom.span;
    const margin = (untilMs - fromMs) * 0.04;
    if (atMs >= fromMs + margin && atMs <= untilMs - margin) return;
    this.#center(atMs);
  }

  /** Stops drawing and listening. */
  close(): void {
    cancelAnimationFrame(this.#frame);
    this.#resizes.disconnect();
    this.#zoom.close();
    this.#stopped.abort();
  }

  #center(atMs: number): void {
    const { fromMs, untilMs } = this.#zoom.span;
    const half = (untilMs - fromMs) / 2;
    this.#zoom.show({ fromMs: atMs - half, untilMs: atMs + half });
  }

  #resize(): void {
    const { width, gutter, layout } = this.#scene();
    this.#box.style.height = `${layout.height}px`;
    this.#zoom.resize(gutter, width, layout.height);
    this.redraw();
  }

  #scene(): Scene {
    const width = this.#printing ? printWidth : Math.max(240, this.#box.clientWidth);
    const longest = Math.max(...this.#model.lanes.map(({ name }) => name.length));
    const gutter = Math.min(width < 500 ? 84 : 150, Math.max(56, longest * 7.2 + 22));
    const wanted = this.#printing ? 480 : Math.max(260, window.innerHeight * 0.46);
    const whole: Span = { fromMs: 0, untilMs: this.#model.untilMs * 1.015 };
    return {
      model: this.#model,
      timeline: this.#timeline,
      focus: this.#events.focus(),
      layout: layOutLanes(this.#model.lanes, wanted),
      theme: this.#theme,
      width,
      gutter,
      ...(this.#printing ? whole : this.#zoom.span),
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
    const { signal } = this.#stopped;
    let pressed: { x: number; y: number; onAxis: boolean } | undefined;
    this.#overlay.addEventListener(
      "pointerdown",
      ({ offsetX, offsetY }) => {
        pressed = { x: offsetX, y: offsetY, onAxis: offsetY < axisHeight };
        if (pressed.onAxis) this.#events.onPoint(this.#clamped(offsetX), undefined);
      },
      { signal },
    );
    this.#overlay.addEventListener(
      "pointermove",
      ({ offsetX, offsetY, buttons }) => {
        if (buttons === 1 && pressed?.onAxis === true) {
          this.#events.onPoint(this.#clamped(offsetX), undefined);
        } else if (buttons === 0) {
          this.#hover(offsetX, offsetY);
        }
      },
      { signal },
    );
    this.#overlay.addEventListener(
      "click",
      ({ offsetX, offsetY }) => {
        if (pressed === undefined || pressed.onAxis) return;
        if (Math.hypot(offsetX - pressed.x, offsetY - pressed.y) > 4) return;
        const event = eventAt(this.#scene(), offsetX, offsetY);
        const atMs = event === undefined ? undefined : this.#model.events[event]?.atMs;
        this.#events.onPoint(atMs ?? this.#clamped(offsetX), event);
      },
      { signal },
    );
    this.#overlay.addEventListener(
      "pointerleave",
      () => {
        this.#hideTip();
      },
      { signal },
    );
  }

  #clamped(x: number): number {
    return Math.min(this.#model.untilMs, Math.max(0, msAt(this.#scene(), x)));
  }

  #hover(x: number, y: number): void {
    const scene = this.#scene();
    const hovered = x < scene.gutter ? undefined : eventAt(scene, x, y);
    this.#overlay.style.cursor =
      y < axisHeight ? "ew-resize" : hovered === undefined ? "" : "pointer";
    if (hovered === this.#hovered) return;
    this.#hideTip();
    this.#hovered = hovered;
    this.repoint();
    const event = hovered === undefined ? undefined : this.#model.events[hovered];
    if (event === undefined) return;
    const text = textOf(event, this.#model);
    const json = text === undefined ? "" : prettyJson(text);
    const fate = event.type === "message" ? `, ${fateWords(event)}` : "";
    this.#tip.replaceChildren(
      make("strong", {}, eventWords(event, this.#model)),
      make("div", {}, `${msWords(event.atMs)}${fate}`),
      ...(json === ""
        ? []
        : [
            make(
              "pre",
              {},
              ...markWords(json.length > 700 ? `${json.slice(0, 700)}…` : json, this.#values),
            ),
          ]),
    );
    this.#tip.hidden = false;
    const left = Math.min(x + 14, scene.width - this.#tip.offsetWidth - 4);
    const below = y + 16 + this.#tip.offsetHeight < scene.layout.height + 160;
    this.#tip.style.left = `${Math.max(4, left)}px`;
    this.#tip.style.top = `${below ? y + 16 : y - this.#tip.offsetHeight - 12}px`;
  }

  #hideTip(): void {
    this.#tip.hidden = true;
    if (this.#hovered === undefined) return;
    this.#hovered = undefined;
    this.repoint();
  }
}

/** How wide the diagram is on paper, in pixels of the page; the style sheet scales it to the sheet. */
const printWidth = 1_060;
