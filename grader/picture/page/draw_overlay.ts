import { font } from "./draw_ground.js";
import { lineOf } from "./draw_messages.js";
import { axisHeight } from "./lane_layout.js";
import type { PictureEvent } from "./model.js";
import { xOf, yOf, type Scene } from "./scene.js";
import { endOf } from "./timeline.js";
import { msWords } from "./words.js";

/** What is drawn over the events, and changes often. */
export interface Pointed {
  readonly cursorMs: number;
  readonly selected: PictureEvent | undefined;
  readonly hovered: PictureEvent | undefined;
  readonly evidence: readonly PictureEvent[];
  /** The times of all findings, and which of them is followed. */
  readonly findingsMs: readonly number[];
  readonly finding: number | undefined;
}

/** Draws the cursor, what is selected or pointed at, and the evidence of the finding that is followed. */
export function drawOverlay(
  context: CanvasRenderingContext2D,
  scene: Scene,
  pointed: Pointed,
): void {
  const { theme, width, gutter, layout } = scene;
  context.save();
  context.beginPath();
  context.rect(gutter, 0, width - gutter, layout.height);
  context.clip();
  for (const event of pointed.evidence) outline(context, scene, event, theme.halo, 10, 0.4);
  if (pointed.hovered !== undefined) {
    outline(context, scene, pointed.hovered, theme.cursor, 6, 0.35);
  }
  if (pointed.selected !== undefined) {
    outline(context, scene, pointed.selected, theme.cursor, 3, 1);
  }
  for (const [i, atMs] of pointed.findingsMs.entries()) {
    const x = xOf(scene, atMs);
    context.fillStyle = theme.wrong;
    context.globalAlpha = i === pointed.finding ? 1 : 0.55;
    context.beginPath();
    context.moveTo(x, axisHeight);
    context.lineTo(x - 5, axisHeight - 8);
    context.lineTo(x + 5, axisHeight - 8);
    context.fill();
    if (i === pointed.finding) context.fillRect(x - 0.5, axisHeight, 1, layout.height);
  }
  context.globalAlpha = 1;
  drawCursor(context, scene, pointed.cursorMs);
  context.restore();
}

function drawCursor(context: CanvasRenderingContext2D, scene: Scene, atMs: number): void {
  const { theme, layout, width, gutter } = scene;
  const x = xOf(scene, atMs);
  if (x < gutter - 1 || x > width + 1) return;
  context.fillStyle = theme.cursor;
  context.fillRect(x - 0.75, axisHeight - 6, 1.5, layout.height);
  context.font = font(11, 650);
  const words = msWords(atMs);
  const needed = context.measureText(words).width + 12;
  const left = Math.min(width - needed - 2, Math.max(gutter + 2, x - needed / 2));
  context.beginPath();
  context.roundRect(left, 3, needed, 18, 4);
  context.fill();
  context.fillStyle = theme.paper;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(words, left + needed / 2, 12.5);
}

function outline(
  context: CanvasRenderingContext2D,
  scene: Scene,
  event: PictureEvent,
  color: string,
  width: number,
  alpha: number,
): void {
  context.strokeStyle = color;
  context.globalAlpha = alpha;
  context.lineWidth = width;
  context.lineCap = "round";
  context.beginPath();
  if (event.type === "message") {
    const { x0, y0, x1, y1 } = lineOf(scene, event);
    context.moveTo(x0, y0);
    context.lineTo(x1, y1);
    context.moveTo(x0 + 3, y0);
    context.arc(x0, y0, 3, 0, 7);
  } else {
    const x = xOf(scene, event.atMs);
    const end = Math.max(x, xOf(scene, endOf(event)));
    context.roundRect(x - 9, yOf(scene, event.lane) - 12, end - x + 18, 24, 8);
  }
  context.stroke();
  context.globalAlpha = 1;
  context.lineWidth = 1;
}
