import { sizeCanvas } from "./canvas.js";
import type { Scene } from "./scene.js";

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
    canvas.addEventListener(
      "pointerdown",
      (event) => {
        canvas.setPointerCapture(event.pointerId);
        move(event);
      },
      { signal },
    );
    canvas.addEventListener("pointermove", move, { signal });
  }

  /** Draws the strip. */
  draw(scene: Scene): void {
    this.#scene = scene;
    const { model, theme, gutter, width, focus } = scene;
    const context = sizeCanvas(this.#canvas, width, height);
    context.clearRect(0, 0, width, height);
    const toX = (ms: number): number => gutter + (ms / model.untilMs) * (width - gutter);
    const columns = Math.max(1, Math.floor((width - gutter) / 3));
    const counts = new Float64Array(columns);
    for (const event of model.events) {
      if (event.type === "note" || !focus.has(event)) continue;
      const column = Math.min(columns - 1, Math.floor((event.atMs / model.untilMs) * columns));
      counts[column] = (counts[column] ?? 0) + 1;
    }
    const most = Math.max(1, ...counts);
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
    for (const [i, count] of counts.entries()) {
      const bar = Math.sqrt(count / most) * (height - 10);
      context.fillRect(gutter + i * 3, height - bar, 2, bar);
    }
    context.globalAlpha = 1;
    context.fillStyle = theme.wrong;
    for (const { atMs } of model.findings) {
      const x = toX(atMs);
      context.beginPath();
      context.moveTo(x, 9);
      context.lineTo(x - 5, 0);
      context.lineTo(x + 5, 0);
      context.fill();
    }
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
