import { select } from "d3-selection";
import { zoom, zoomIdentity, type ZoomBehavior, type ZoomTransform } from "d3-zoom";
import { axisHeight } from "./lane_layout.js";
import type { Span } from "./model.js";

/** The shortest span that can be seen, in milliseconds. */
const shortestMs = 0.2;

/** Zooms and pans the diagram's time axis by wheel, drag and touch, and moves it when told to. */
export class TimeZoom {
  readonly #element: HTMLElement;
  readonly #zoom: ZoomBehavior<HTMLElement, unknown>;
  readonly #whole: Span;
  #gutter = 0;
  #width = 1;
  #span: Span;

  /** @param onChange is called whenever the span has changed, by whatever. */
  constructor(element: HTMLElement, whole: Span, onChange: () => void) {
    this.#element = element;
    this.#whole = whole;
    this.#span = whole;
    this.#zoom = zoom<HTMLElement, unknown>()
      .scaleExtent([1, Math.max(1, (whole.untilMs - whole.fromMs) / shortestMs)])
      .filter((event: WheelEvent | MouseEvent) => {
        if (event.type === "wheel") return !isSideways(event as WheelEvent);
        const onAxis = event.type === "mousedown" && event.offsetY < axisHeight;
        return !event.ctrlKey && event.button === 0 && !onAxis;
      })
      .on("zoom", ({ transform }: { transform: ZoomTransform }) => {
        this.#span = this.#spanOf(transform);
        onChange();
      });
    const selection = select(element);
    selection.call(this.#zoom).on("dblclick.zoom", null);
    element.addEventListener("wheel", this.#onWheel, { passive: false });
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
    const total = this.#whole.untilMs - this.#whole.fromMs;
    const length = Math.min(total, Math.max(shortestMs, untilMs - fromMs));
    const latest = this.#whole.untilMs - length;
    const middle = (fromMs + untilMs) / 2;
    const from = Math.min(latest, Math.max(this.#whole.fromMs, middle - length / 2));
    const pixelMs = length / this.#width;
    const moves = Math.abs(from - this.#span.fromMs) + Math.abs(from + length - this.#span.untilMs);
    if (moves > pixelMs / 10) this.#goTo({ fromMs: from, untilMs: from + length });
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

  /** Stops listening. */
  close(): void {
    select(this.#element).on(".zoom", null);
    this.#element.removeEventListener("wheel", this.#onWheel);
  }

  readonly #onWheel = (event: WheelEvent): void => {
    if (!isSideways(event)) return;
    event.preventDefault();
    this.moveBy((event.deltaX === 0 ? event.deltaY : event.deltaX) / this.#width);
  };

  #goTo({ fromMs, untilMs }: Span): void {
    const scale = (this.#whole.untilMs - this.#whole.fromMs) / (untilMs - fromMs);
    const x = this.#gutter - scale * this.#baseX(fromMs);
    this.#zoom.transform(select(this.#element), zoomIdentity.translate(x, 0).scale(scale));
  }

  #spanOf({ k, x }: ZoomTransform): Span {
    const total = this.#whole.untilMs - this.#whole.fromMs;
    const left = (this.#gutter - x) / k;
    const fromMs = this.#whole.fromMs + ((left - this.#gutter) / this.#width) * total;
    return { fromMs, untilMs: fromMs + total / k };
  }

  /** Where a time is when all is in view. */
  #baseX(ms: number): number {
    const total = this.#whole.untilMs - this.#whole.fromMs;
    return this.#gutter + ((ms - this.#whole.fromMs) / total) * this.#width;
  }
}

function isSideways(event: WheelEvent): boolean {
  return event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
}
