import { lineOf } from "./draw_messages.js";
import { drawSign } from "./draw_signs.js";
import type { PictureEvent } from "./model.js";
import { axisHeight, font, xOf, yOf, type Scene } from "./scene.js";
import { findingSign } from "./signs.js";
import { endOf } from "./timeline.js";
import { msWords } from "./words.js";

/** What is drawn over the events; it changes often. */
export interface Pointed {
  readonly cursorMs: number;
  readonly selected: PictureEvent | undefined;
  readonly hovered: PictureEvent | undefined;
  readonly evidence: readonly PictureEvent[];
  /** Which finding is followed. */
  readonly finding: number | undefined;
}

/** Draws the cursor, what is selected or pointed at, and the evidence of the finding that is followed. */
export function drawOverlay(
  context: CanvasRenderingContext2D,
  scene: Scene,
  { cursorMs, selected, hovered, evidence, finding }: Pointed,
): void {
  const { model, theme, width, gutter, layout } = scene;
  context.save();
  context.beginPath();
  context.rect(gutter, 0, width - gutter, layout.height);
  context.clip();
  for (const event of evidence) outline(context, scene, event, theme.halo, 10, 0.4);
  if (hovered !== undefined) outline(context, scene, hovered, theme.cursor, 6, 0.35);
  if (selected !== undefined) outline(context, scene, selected, theme.cursor, 3, 1);
  for (const [i, { atMs }] of model.findings.entries()) {
    const x = xOf(scene, atMs);
    context.globalAlpha = i === finding ? 1 : 0.55;
    drawSign(context, scene, findingSign, x, axisHeight);
    context.fillStyle = theme.wrong;
    if (i === finding) context.fillRect(x - 0.5, axisHeight, 1, layout.height);
  }
  context.globalAlpha = 1;
  drawCursor(context, scene, cursorMs);
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

/** How near to an event one must point, in pixels. */
const reach = 7;

/** The index of the event at a place of the diagram, of those in focus; signs come before arrows. */
export function eventAt(scene: Scene, x: number, y: number): number | undefined {
  const { model, timeline, focus } = scene;
  const [first, behind] = timeline.within(scene.fromMs, scene.untilMs);
  let nearest: number | undefined;
  let least = reach;
  for (let i = first; i < behind; i++) {
    const event = model.events[i];
    if (event === undefined) continue;
    const distance = distanceTo(scene, event, x, y);
    if (distance >= least || !focus.has(event)) continue;
    least = distance;
    nearest = i;
  }
  return nearest;
}

/** How far a place is from an event, in pixels; arrows and timers count as a little further away. */
function distanceTo(scene: Scene, event: PictureEvent, x: number, y: number): number {
  if (event.type === "message") {
    const { x0, y0, x1, y1 } = lineOf(scene, event);
    const [dx, dy] = [x1 - x0, y1 - y0];
    const length = dx * dx + dy * dy;
    const along = length === 0 ? 0 : ((x - x0) * dx + (y - y0) * dy) / length;
    const part = Math.min(1, Math.max(0, along));
    return Math.hypot(x - x0 - part * dx, y - y0 - part * dy) + 2;
  }
  const from = xOf(scene, event.atMs);
  const until = Math.max(from, xOf(scene, endOf(event)));
  const aside = Math.max(0, from - x, x - until);
  const above = Math.max(0, Math.abs(y - yOf(scene, event.lane)) - 9);
  return Math.hypot(aside, above) + (event.type === "own" ? 1 : 0);
}
