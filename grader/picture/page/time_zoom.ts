import { select } from "d3-selection";
import { zoom, zoomIdentity, type ZoomTransform } from "d3-zoom";
import type { Span } from "./model.js";
import { axisHeight } from "./scene.js";

/** The shortest span that can be seen, in milliseconds. */
const shortestMs = 0.2;

/** Zooms and pans the diagram's time axis by wheel, drag and touch, and moves it when told to. */
export class TimeZoom {
  readonly #element: HTMLElement;
  readonly #zoom = zoom<HTMLElement, unknown>();
  readonly #whole: Span;
  #gutter = 0;
  #width = 1;
  #span: Span;

  /** @param onChange is called whenever the span has changed, by whatever, until `signal` says no more. */
  constructor(element: HTMLElement, whole: Span, signal: AbortSignal, onChange: () => void) {
    this.#element = element;
    this.#whole = whole;
    this.#span = whole;
    this.#zoom
      .scaleExtent([1, Math.max(1, this.#totalMs / shortestMs)])
      .filter((event: WheelEvent | MouseEvent) => {
        if (event.type === "wheel") return !isSideways(event as WheelEvent);
        const onAxis = event.type === "mousedown" && event.offsetY < axisHeight;
        return !event.ctrlKey && event.button === 0 && !onAxis;
      })
      .on("zoom", ({ transform }: { transform: ZoomTransform }) => {
        const fromMs = this.#msAt(transform.invertX(this.#gutter));
        this.#span = { fromMs, untilMs: fromMs + this.#totalMs / transform.k };
        onChange();
      });
    select(element).call(this.#zoom).on("dblclick.zoom", null);
    const onWheel = (event: WheelEvent): void => {
      if (!isSideways(event)) return;
      event.preventDefault();
      this.moveBy((event.deltaX === 0 ? event.deltaY : event.deltaX) / this.#width);
    };
    element.addEventListener("wheel", onWheel, { passive: false, signal });
    signal.addEventListener("abort", () => select(element).on(".zoom", null));
  }

  /** What is in view. */
  get span(): Span {
    return this.#span;
  }

  /** Takes a new size; the span stays. */
  resize(gutter: number, width: number, height: number): void {
    const span = this.#span;
    this.#gutter = gutter;
    this.#width = Math.max(1, width - gutter);
    const corners: [[number, number], [number, number]] = [
      [gutter, 0],
      [width, height],
    ];
    this.#zoom.extent(corners).translateExtent(corners);
    this.#goTo(span);
  }

  /** Brings a span into view, as far as it is within the whole. */
  show({ fromMs, untilMs }: Span): void {
    const length = Math.min(this.#totalMs, Math.max(shortestMs, untilMs - fromMs));
    const wantedMs = Math.max(this.#whole.fromMs, (fromMs + untilMs - length) / 2);
    const from = Math.min(this.#whole.untilMs - length, wantedMs);
    const moves = Math.abs(from - this.#span.fromMs) + Math.abs(from + length - this.#span.untilMs);
    // By less than a tenth of a pixel nothing moves.
    if (moves > length / this.#width / 10) this.#goTo({ fromMs: from, untilMs: from + length });
  }

  /** Brings the whole into view. */
  showAll(): void {
    this.show(this.#whole);
  }

  /** Makes everything so many times larger around a time. */
  scaleBy(factor: number, aroundMs: number): void {
    const { fromMs, untilMs } = this.#span;
    this.show({
      fromMs: aroundMs - (aroundMs - fromMs) / factor,
      untilMs: aroundMs + (untilMs - aroundMs) / factor,
    });
  }

  /** Moves the view by a part of its length. */
  moveBy(part: number): void {
    const { fromMs, untilMs } = this.#span;
    const by = (untilMs - fromMs) * part;
    this.show({ fromMs: fromMs + by, untilMs: untilMs + by });
  }

  get #totalMs(): number {
    return this.#whole.untilMs - this.#whole.fromMs;
  }

  #goTo({ fromMs, untilMs }: Span): void {
    const scale = this.#totalMs / (untilMs - fromMs);
    const baseX = this.#gutter + ((fromMs - this.#whole.fromMs) / this.#totalMs) * this.#width;
    const transform = zoomIdentity.translate(this.#gutter - scale * baseX, 0).scale(scale);
    this.#zoom.transform(select(this.#element), transform);
  }

  /** Which time is at a place when all is in view. */
  #msAt(baseX: number): number {
    return this.#whole.fromMs + ((baseX - this.#gutter) / this.#width) * this.#totalMs;
  }
}

function isSideways(event: WheelEvent): boolean {
  return event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
}
