import type { Note, NoteKind, PictureEvent, Request } from "./model.js";
import { font, xOf, yOf, type Scene } from "./scene.js";
import { noteSigns, type Sign } from "./signs.js";
import { valueColor } from "./theme.js";

/** Kinds of notes whose words are too long, or that are too many, to be written in the diagram. */
const unlabelled: readonly NoteKind[] = ["log", "stats", "packet"];

/** Draws what happens on one lane: requests, timers, marks, faults, errors. */
export function drawSigns(
  context: CanvasRenderingContext2D,
  scene: Scene,
  [first, behind]: readonly [number, number],
): void {
  const { model, focus } = scene;
  const shown = model.events
    .slice(first, behind)
    .filter((event) => event.type !== "message" && focus.has(event));
  context.textBaseline = "middle";
  if (shown.length < 4_000) drawTimers(context, scene, shown);
  const requests = shown.filter((event) => event.type === "request");
  if (requests.length < 200) drawStems(context, scene, requests);
  drawNotes(
    context,
    scene,
    shown.filter((event) => event.type === "note"),
  );
  drawRequests(context, scene, requests);
}

/** Draws a sign around a place. */
export function drawSign(
  context: CanvasRenderingContext2D,
  { theme }: Scene,
  { path, color, stroke }: Sign,
  x: number,
  y: number,
): void {
  context.save();
  context.translate(x, y);
  context.fillStyle = context.strokeStyle = theme[color];
  context.lineWidth = stroke ?? 1;
  if (stroke === undefined) context.fill(new Path2D(path));
  else context.stroke(new Path2D(path));
  context.restore();
}

function drawTimers(
  context: CanvasRenderingContext2D,
  scene: Scene,
  shown: readonly PictureEvent[],
): void {
  const last = new Map<number, number>();
  context.fillStyle = scene.theme.own;
  for (const event of shown) {
    const x = Math.round(xOf(scene, event.atMs));
    if (event.type !== "own" || last.get(event.lane) === x) continue;
    last.set(event.lane, x);
    context.fillRect(x - 0.75, yOf(scene, event.lane) - 5, 1.5, 10);
  }
}

/** Thin lines from the clients' lane to the actors that they asked. */
function drawStems(
  context: CanvasRenderingContext2D,
  scene: Scene,
  requests: readonly Request[],
): void {
  const clients = scene.model.lanes.findIndex(({ kind }) => kind === "clients");
  if (clients < 0) return;
  const top = yOf(scene, clients);
  context.strokeStyle = scene.theme.faint;
  context.fillStyle = scene.theme.soft;
  for (const { atMs, lane } of requests) {
    const x = xOf(scene, atMs);
    context.globalAlpha = 0.7;
    context.beginPath();
    context.moveTo(x, top);
    context.lineTo(x, yOf(scene, lane));
    context.stroke();
    context.globalAlpha = 1;
    context.beginPath();
    context.arc(x, top, 2.5, 0, 7);
    context.fill();
  }
}

/** Draws writes filled and reads hollow, with their words if there is room before the next one. */
function drawRequests(
  context: CanvasRenderingContext2D,
  scene: Scene,
  requests: readonly Request[],
): void {
  const { theme, focus, width, gutter } = scene;
  const many = requests.length > 600;
  const before = placesBefore(scene, requests);
  const next = new Map<number, number>();
  context.textAlign = "left";
  context.font = font(11, 600);
  // From right to left, because a sign may extend to the next one.
  for (const [fromEnd, request] of requests.toReversed().entries()) {
    const { lane, words, error } = request;
    const x = xOf(scene, request.atMs);
    const end = xOf(scene, request.endMs);
    const y = yOf(scene, lane);
    const room = (next.get(lane) ?? width + 1e6) - x;
    if (many && Math.round(room) === 0) continue;
    next.set(lane, x);
    const color =
      error === undefined ? valueColor(theme, focus.valueOf(request), theme.ink) : theme.wrong;
    const paper = request.look === "write" ? color : theme.paper;
    const needed = room < 30 ? Infinity : context.measureText(words).width + 12;
    // At the right edge, it stands to the left of its time, if there is room.
    const turned = x + needed > width && x < width;
    const freeBefore = x - (before[requests.length - 1 - fromEnd] ?? gutter);
    const isFree = turned ? freeBefore > needed + 10 : needed + 4 <= room;
    const asPill = isFree && needed < 240;
    const left = asPill && turned ? x - needed : x;
    context.beginPath();
    if (asPill) context.roundRect(left, y - 9, Math.max(needed, turned ? 0 : end - x), 18, 5);
    else context.arc(x, y, many ? 3 : 4.5, 0, 7);
    context.fillStyle = paper;
    context.fill();
    context.strokeStyle = color;
    context.lineWidth = many ? 1.2 : 1.5;
    context.stroke();
    context.fillStyle = color;
    if (asPill) {
      next.set(lane, left);
      if (request.look === "write") context.fillStyle = theme.paper;
      context.fillText(words, left + 6, y + 0.5);
    } else if (end - x > 6) {
      context.fillRect(x, y - 1, end - x, 2);
    }
  }
  context.lineWidth = 1;
}

/** For each request, the place of the preceding one on its lane. */
function placesBefore(scene: Scene, requests: readonly Request[]): number[] {
  const last = new Map<number, number>();
  return requests.map(({ lane, atMs }) => {
    const before = last.get(lane) ?? scene.gutter;
    last.set(lane, xOf(scene, atMs));
    return before;
  });
}

function drawNotes(context: CanvasRenderingContext2D, scene: Scene, notes: readonly Note[]): void {
  const labelEnds = new Map<number, number>();
  for (const note of notes) {
    if (note.kind === "wait") {
      drawWait(context, scene, note);
      continue;
    }
    const sign = noteSigns[note.kind];
    const x = xOf(scene, note.atMs);
    const y = yOf(scene, note.lane);
    const endX = xOf(scene, note.endMs ?? note.atMs);
    context.fillStyle = scene.theme[sign.color];
    if (endX - x > 6) context.fillRect(x, y - 1, endX - x, 2);
    drawSign(context, scene, sign, x, y);
    if (unlabelled.includes(note.kind) || x < (labelEnds.get(note.lane) ?? 0) + 4) continue;
    context.font = font(11, note.kind === "mark" ? 600 : 500);
    context.textAlign = "left";
    const words = note.words.length > 40 ? `${note.words.slice(0, 38)}…` : note.words;
    context.fillText(words, x + 8, y - (note.lane === 0 ? 11 : 9));
    labelEnds.set(note.lane, x + 8 + context.measureText(words).width);
  }
}

function drawWait(context: CanvasRenderingContext2D, scene: Scene, note: Note): void {
  const { theme, gutter, width } = scene;
  const x = Math.max(gutter, xOf(scene, note.atMs));
  const end = Math.min(width, xOf(scene, note.endMs ?? note.atMs));
  const y = yOf(scene, note.lane) + 7;
  context.fillStyle = theme.wait;
  context.fillRect(x + 0.5, y, Math.max(1, end - x - 1), 10);
  context.font = font(10);
  if (context.measureText(note.words).width + 8 > end - x) return;
  context.fillStyle = theme.soft;
  context.textAlign = "center";
  context.fillText(note.words, (x + end) / 2, y + 5.5);
}
