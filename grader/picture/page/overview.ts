import { bin, max } from "d3-array";
import { sizeCanvas } from "./dom.js";
import { drawSign } from "./draw_signs.js";
import type { Scene } from "./scene.js";
import { findingSign } from "./signs.js";

const height = 30;

/** The whole run in a strip: how much happened when, where findings are, and which part the diagram shows. */
export class Overview {
  readonly #canvas: HTMLCanvasElement;
  #scene: Scene | undefined;

  /** @param onMove is called, until `signal` says no more, with the time that is to be the middle of the view. */
  constructor(canvas: HTMLCanvasElement, signal: AbortSignal, onMove: (middleMs: number) => void) {
    this.#canvas = canvas;
    const move = (event: PointerEvent): void => {
      if (event.buttons !== 1 || this.#scene === undefined) return;
      const { model, gutter, width } = this.#scene;
      const part = (event.offsetX - gutter) / (width - gutter);
      onMove(Math.min(1, Math.max(0, part)) * model.untilMs);
    };
    const grab = (event: PointerEvent): void => {
      canvas.setPointerCapture(event.pointerId);
      move(event);
    };
    canvas.addEventListener("pointerdown", grab, { signal });
    canvas.addEventListener("pointermove", move, { signal });
  }

  /** Draws the strip. */
  draw(scene: Scene): void {
    this.#scene = scene;
    const { model, theme, gutter, width, focus } = scene;
    const context = sizeCanvas(this.#canvas, width, height);
    context.clearRect(0, 0, width, height);
    const toX = (ms: number): number => gutter + (ms / model.untilMs) * (width - gutter);
    context.fillStyle = theme.stripe;
    context.fillRect(gutter, 0, width - gutter, height);
    context.fillStyle = theme.fault;
    context.globalAlpha = 0.25;
    for (const { kind, fromMs, untilMs } of model.bands) {
      if (kind !== "partition") continue;
      context.fillRect(toX(fromMs), 0, Math.max(1, toX(untilMs) - toX(fromMs)), height);
    }
    context.globalAlpha = 0.8;
    context.fillStyle = theme.remote;
    const times = model.events.flatMap((event) =>
      event.type !== "note" && focus.has(event) ? [event.atMs] : [],
    );
    const columnMs = (3 / (width - gutter)) * model.untilMs;
    const thresholds = Array.from({ length: model.untilMs / columnMs }, (_, i) => i * columnMs);
    const bins = bin().domain([0, model.untilMs]).thresholds(thresholds)(times);
    const most = max(bins, ({ length }) => length) ?? 1;
    for (const column of bins) {
      const bar = Math.sqrt(column.length / most) * (height - 10);
      context.fillRect(toX(column.x0 ?? 0), height - bar, 2, bar);
    }
    context.globalAlpha = 1;
    for (const { atMs } of model.findings) drawSign(context, scene, findingSign, toX(atMs), 9);
    this.#drawView(context, scene, toX);
  }

  #drawView(
    context: CanvasRenderingContext2D,
    { theme, fromMs, untilMs, width, gutter }: Scene,
    toX: (ms: number) => number,
  ): void {
    const from = Math.max(gutter, toX(fromMs));
    const until = Math.min(width, toX(untilMs));
    context.fillStyle = theme.paper;
    context.globalAlpha = 0.6;
    context.fillRect(gutter, 0, from - gutter, height);
    context.fillRect(until, 0, width - until, height);
    context.globalAlpha = 1;
    context.strokeStyle = theme.cursor;
    context.lineWidth = 1.5;
    context.strokeRect(from + 0.75, 0.75, Math.max(4, until - from - 1.5), height - 1.5);
  }
}
