import { font } from "./draw_ground.js";
import type { Note, NoteKind, PictureEvent, Query } from "./model.js";
import { xOf, yOf, type Scene } from "./scene.js";
import { valueColor, type Theme } from "./theme.js";
import { queryWords } from "./words.js";

/** Notes that say more than there is room for, or are too many. */
const unlabelled: readonly NoteKind[] = ["log", "stats", "packet"];

/** Draws what happens on one lane: queries, timers, marks, faults, errors. */
export function drawSigns(
  context: CanvasRenderingContext2D,
  scene: Scene,
  [first, behind]: readonly [number, number],
): void {
  const { model, focus } = scene;
  const shown: PictureEvent[] = [];
  for (let i = first; i < behind; i++) {
    const event = model.events[i];
    if (event !== undefined && event.type !== "message" && focus.has(event)) shown.push(event);
  }
  if (shown.length < 4_000) drawTimers(context, scene, shown);
  const queries = shown.filter((event): event is Query => event.type === "query");
  if (queries.length < 200) drawStems(context, scene, queries);
  const notes = shown.filter((event): event is Note => event.type === "note");
  drawNotes(context, scene, notes);
  drawQueries(context, scene, queries);
}

function drawTimers(
  context: CanvasRenderingContext2D,
  scene: Scene,
  shown: readonly PictureEvent[],
): void {
  const last = new Float64Array(scene.model.lanes.length).fill(-1e9);
  context.fillStyle = scene.theme.own;
  for (const event of shown) {
    if (event.type !== "own") continue;
    const x = Math.round(xOf(scene, event.atMs));
    if (last[event.lane] === x) continue;
    last[event.lane] = x;
    context.fillRect(x - 0.75, yOf(scene, event.lane) - 5, 1.5, 10);
  }
}

/** Thin lines from the clients' lane to the actors that they asked. */
function drawStems(
  context: CanvasRenderingContext2D,
  scene: Scene,
  queries: readonly Query[],
): void {
  const clients = scene.model.lanes.findIndex(({ kind }) => kind === "clients");
  if (clients < 0) return;
  const top = yOf(scene, clients);
  context.strokeStyle = scene.theme.faint;
  context.fillStyle = scene.theme.soft;
  context.lineWidth = 1;
  for (const query of queries) {
    const x = xOf(scene, query.atMs);
    context.globalAlpha = 0.7;
    context.beginPath();
    context.moveTo(x, top);
    context.lineTo(x, yOf(scene, query.lane));
    context.stroke();
    context.globalAlpha = 1;
    context.beginPath();
    context.arc(x, top, 2.5, 0, 7);
    context.fill();
  }
}

/** Puts are filled, reads are not; with their words where the next one leaves room for them. */
function drawQueries(
  context: CanvasRenderingContext2D,
  scene: Scene,
  queries: readonly Query[],
): void {
  const { theme, focus, model, width, gutter } = scene;
  const next = new Float64Array(model.lanes.length).fill(width + 1e6);
  const many = queries.length > 600;
  const before = placesBefore(scene, queries);
  const last = new Float64Array(model.lanes.length).fill(-1e9);
  // From the right, since a sign may reach as far as the next one.
  for (let i = queries.length - 1; i >= 0; i--) {
    const query = queries[i];
    if (query === undefined) continue;
    const x = xOf(scene, query.atMs);
    const end = xOf(scene, query.endMs);
    const y = yOf(scene, query.lane);
    const color =
      query.error === undefined ? valueColor(theme, focus.valueOf(query), theme.ink) : theme.wrong;
    const room = (next[query.lane] ?? width + 1e6) - x;
    next[query.lane] = x;
    const isPut = query.method === "put";
    if (many && Math.round(x) === last[query.lane]) continue;
    last[query.lane] = Math.round(x);
    const words = queryWords(query);
    context.font = font(11, 600);
    const needed = room < 30 ? Infinity : context.measureText(words).width + 12;
    // At the right edge it stands before its time instead of behind it, if there is room for that.
    const turned = x + needed > width && x < width;
    const free = turned ? x - (before[i] ?? gutter) > needed + 10 : needed + 4 <= room;
    if (free && needed < 240) {
      const left = turned ? x - needed : x;
      next[query.lane] = left;
      pill(context, left, y, Math.max(needed, left === x ? end - x : 0), theme, color, isPut);
      context.fillStyle = isPut ? theme.paper : color;
      context.textAlign = "left";
      context.textBaseline = "middle";
      context.fillText(words, left + 6, y + 0.5);
    } else {
      context.beginPath();
      context.arc(x, y, many ? 3 : 4.5, 0, 7);
      context.fillStyle = isPut ? color : theme.paper;
      context.fill();
      context.strokeStyle = color;
      context.lineWidth = many ? 1.2 : 1.6;
      context.stroke();
      if (end - x > 6) context.fillRect(x, y - 1, end - x, 2);
    }
  }
  context.lineWidth = 1;
}

/** For each query, where the one before it on its lane is. */
function placesBefore(scene: Scene, queries: readonly Query[]): Float64Array {
  const last = new Float64Array(scene.model.lanes.length).fill(scene.gutter);
  const before = new Float64Array(queries.length);
  for (const [i, { lane, atMs }] of queries.entries()) {
    before[i] = last[lane] ?? scene.gutter;
    last[lane] = xOf(scene, atMs);
  }
  return before;
}

function pill(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  width: number,
  theme: Theme,
  color: string,
  filled: boolean,
): void {
  context.beginPath();
  context.roundRect(x, y - 9, width, 18, 5);
  context.fillStyle = filled ? color : theme.paper;
  context.fill();
  context.strokeStyle = color;
  context.lineWidth = 1.5;
  context.stroke();
}

function drawNotes(context: CanvasRenderingContext2D, scene: Scene, notes: readonly Note[]): void {
  const { theme, model } = scene;
  const lastLabel = new Float64Array(model.lanes.length).fill(-1e9);
  for (const note of notes) {
    const x = xOf(scene, note.atMs);
    const y = yOf(scene, note.lane);
    const color = noteColor(note, theme);
    if (note.kind === "wait") {
      drawWait(context, scene, note);
      continue;
    }
    context.fillStyle = color;
    context.strokeStyle = color;
    const endX = note.endMs === undefined ? x : xOf(scene, note.endMs);
    if (endX - x > 6) context.fillRect(x, y - 1, endX - x, 2);
    drawSign(context, note, x, y);
    if (unlabelled.includes(note.kind) || x < (lastLabel[note.lane] ?? 0) + 4) continue;
    context.font = font(11, note.kind === "mark" ? 600 : 500);
    context.textAlign = "left";
    context.textBaseline = "middle";
    const words = note.words.length > 40 ? `${note.words.slice(0, 38)}…` : note.words;
    const high = y - (note.lane === 0 ? 11 : 9);
    context.fillText(words, x + 8, high);
    lastLabel[note.lane] = x + 8 + context.measureText(words).width;
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
  context.textBaseline = "middle";
  context.fillText(note.words, (x + end) / 2, y + 5.5);
}

/** A sign of its own shape for each kind, so that colour is not all that tells them apart. */
function drawSign(context: CanvasRenderingContext2D, { kind }: Note, x: number, y: number): void {
  context.beginPath();
  switch (kind) {
    case "mark":
      context.fillRect(x - 0.75, y - 15, 1.5, 28);
      context.moveTo(x, y - 15);
      context.lineTo(x + 7, y - 11.5);
      context.lineTo(x, y - 8);
      context.fill();
      return;
    case "server":
      context.fillRect(x - 4, y - 4, 8, 8);
      return;
    case "packet":
      context.moveTo(x + 1, y - 5);
      context.lineTo(x - 2.5, y + 1);
      context.lineTo(x + 2.5, y - 1);
      context.lineTo(x - 1, y + 5);
      context.stroke();
      return;
    case "fault":
      context.moveTo(x + 2, y - 8);
      context.lineTo(x - 4, y + 1);
      context.lineTo(x, y + 1);
      context.lineTo(x - 2, y + 8);
      context.lineTo(x + 4, y - 1.5);
      context.lineTo(x, y - 1.5);
      context.closePath();
      context.fill();
      return;
    case "crash":
      context.lineWidth = 3;
      context.moveTo(x - 6, y - 6);
      context.lineTo(x + 6, y + 6);
      context.moveTo(x - 6, y + 6);
      context.lineTo(x + 6, y - 6);
      context.stroke();
      context.lineWidth = 1;
      return;
    case "error":
    case "bypass":
      context.moveTo(x, y - 7);
      context.lineTo(x + 7, y + 5);
      context.lineTo(x - 7, y + 5);
      context.closePath();
      context.fill();
      return;
    case "log":
      for (const row of [-4, 0, 4]) context.fillRect(x - 3, y + row - 0.75, 7, 1.5);
      return;
    case "stats":
    case "other":
    case "wait":
      context.arc(x, y, 3, 0, 7);
      context.fill();
      return;
    default:
      kind satisfies never;
  }
}

function noteColor({ kind }: Note, theme: Theme): string {
  switch (kind) {
    case "error":
    case "crash":
      return theme.wrong;
    case "fault":
    case "packet":
    case "bypass":
      return theme.fault;
    case "mark":
    case "server":
      return theme.ink;
    case "wait":
    case "log":
    case "stats":
    case "other":
      return theme.soft;
    default:
      return kind satisfies never;
  }
}
