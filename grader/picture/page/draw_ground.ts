import { ticks } from "d3-array";
import type { Band, PictureModel, Span } from "./model.js";
import { axisHeight, font, xOf, yOf, type Scene } from "./scene.js";
import { changesOf } from "./stores.js";
import { valueColor } from "./theme.js";
import { tickWords } from "./words.js";

/** Draws the background of the events: the axis, the lanes, lives of servers, partitions, and what stores hold. */
export function drawGround(context: CanvasRenderingContext2D, scene: Scene): void {
  const { theme, width, gutter, layout, model } = scene;
  context.fillStyle = theme.paper;
  context.fillRect(0, 0, width, layout.height);
  drawLanes(context, scene);
  context.save();
  context.beginPath();
  context.rect(gutter, 0, width - gutter, layout.height);
  context.clip();
  drawGrid(context, scene);
  for (const band of model.bands) if (band.kind !== "partition") drawLife(context, scene, band);
  if (scene.focus.hasKey) drawHeldValues(context, scene);
  for (const band of model.bands)
    if (band.kind === "partition") drawPartition(context, scene, band);
  context.restore();
}

/** Draws the names of lanes and the axis, over everything that overlaps them. */
export function drawNames(context: CanvasRenderingContext2D, scene: Scene): void {
  const { model, theme, gutter, layout, focus } = scene;
  context.fillStyle = theme.paper;
  context.fillRect(0, 0, gutter - 1, layout.height);
  context.textBaseline = "middle";
  context.textAlign = "right";
  for (const [i, { kind, name }] of model.lanes.entries()) {
    const strong = kind === "server" || focus.choice.lane === i;
    context.font = font(strong ? 13 : 12, strong ? 650 : 450);
    context.fillStyle = strong || kind === "actor" ? theme.ink : theme.soft;
    context.fillText(name, gutter - 10, yOf(scene, i), gutter - 14);
  }
}

function drawLanes(
  context: CanvasRenderingContext2D,
  { model, theme, width, layout }: Scene,
): void {
  const servers = [...new Set(model.lanes.map(({ server }) => server))];
  for (const [i, { kind, server }] of model.lanes.entries()) {
    const place = layout.places[i];
    if (place === undefined) continue;
    context.fillStyle = theme.stripe;
    if (server !== undefined && servers.indexOf(server) % 2 === 1) {
      context.fillRect(0, place.top, width, place.height);
    }
    context.fillStyle = theme.rule;
    if (kind === "server") context.fillRect(0, place.top, width, 1);
  }
}

function drawGrid(context: CanvasRenderingContext2D, scene: Scene): void {
  const { theme, fromMs, untilMs, width, gutter, layout } = scene;
  const times = ticks(fromMs, untilMs, Math.max(2, (width - gutter) / 110));
  const stepMs = (times[1] ?? 1) - (times[0] ?? 0);
  context.font = font(11);
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (const ms of times) {
    const x = Math.round(xOf(scene, ms));
    context.fillStyle = theme.rule;
    context.fillRect(x, axisHeight - 6, 1, layout.height - axisHeight);
    context.fillStyle = theme.soft;
    context.fillText(tickWords(ms, stepMs), x + 0.5, axisHeight / 2 - 2);
  }
}

/** A span of time as pixels of the diagram; undefined when nothing of it is in view. */
function inView(
  scene: Scene,
  fromMs: number,
  untilMs: number,
): { readonly x: number; readonly width: number } | undefined {
  if (untilMs < scene.fromMs || fromMs > scene.untilMs) return undefined;
  const x = Math.max(scene.gutter, xOf(scene, fromMs));
  return { x, width: Math.max(1, Math.min(scene.width, xOf(scene, untilMs)) - x) };
}

function drawLife(context: CanvasRenderingContext2D, scene: Scene, band: Band): void {
  const view = inView(scene, band.fromMs, band.untilMs);
  if (view === undefined) return;
  context.strokeStyle = scene.theme.faint;
  context.globalAlpha = band.kind === "life" ? 1 : 0.5;
  context.setLineDash(band.kind === "life" ? [] : [3, 3]);
  for (const lane of band.lanes) {
    context.beginPath();
    context.moveTo(view.x, yOf(scene, lane));
    context.lineTo(view.x + view.width, yOf(scene, lane));
    context.stroke();
  }
  context.setLineDash([]);
  context.globalAlpha = 1;
}

function drawPartition(context: CanvasRenderingContext2D, scene: Scene, band: Band): void {
  const { theme, layout } = scene;
  const view = inView(scene, band.fromMs, band.untilMs);
  if (view === undefined) return;
  const { x, width } = view;
  context.fillStyle = theme.fault;
  for (const lane of band.lanes) {
    const { top = 0, height = 0 } = layout.places[lane] ?? {};
    context.globalAlpha = lane === 0 ? 0.3 : 0.12;
    context.fillRect(x, top, width, height);
  }
  context.globalAlpha = 1;
  context.fillRect(x, axisHeight, 1.5, layout.height - axisHeight - 8);
  context.fillRect(x + width - 1.5, axisHeight, 1.5, layout.height - axisHeight - 8);
  // If its beginning is in view, the sign of the fault says the same.
  if (band.fromMs < scene.fromMs) {
    writeWithin(context, band.words, x, width, axisHeight + 9, theme.fault);
  }
}

/** Draws the values of the key in focus as a coloured stripe along each actor's lane, and where they are unknown. */
function drawHeldValues(context: CanvasRenderingContext2D, scene: Scene): void {
  const { model, focus, theme, layout } = scene;
  for (const store of model.stores.actors) {
    const place = layout.places[store.lane];
    if (place === undefined) continue;
    const life = lifeOf(model, store.lane);
    const { atMs = [], values = [] } = changesOf(store, focus.choice.key) ?? {};
    for (const [i, value] of values.entries()) {
      const view = inView(scene, atMs[i] ?? 0, atMs[i + 1] ?? life.untilMs);
      if (value === null || view === undefined) continue;
      context.fillStyle = valueColor(theme, focus.values.indexOf(value), theme.soft);
      context.globalAlpha = 0.2;
      context.fillRect(view.x, place.top + 2, view.width, place.height - 4);
      context.globalAlpha = 0.9;
      context.fillRect(view.x, place.middle - 1.5, view.width, 3);
      context.globalAlpha = 1;
      if (place.height < 30) continue;
      writeWithin(context, value, view.x, view.width, place.top + place.height - 8, theme.ink);
    }
    for (const { fromMs, untilMs } of store.unknown) {
      const from = Math.max(fromMs, life.fromMs);
      const until = Math.min(untilMs, life.untilMs);
      const view = inView(scene, from, until);
      if (view === undefined || from >= until || values.length === 0) continue;
      context.fillStyle = theme.paper;
      context.fillRect(view.x, place.top + 2, view.width, place.height - 4);
      writeWithin(context, "not known", view.x, view.width, place.middle, theme.soft);
    }
  }
}

/** When the server of a lane ran; the whole run if this was not recorded. */
function lifeOf({ bands, untilMs }: PictureModel, lane: number): Span {
  const life = bands.findLast(({ kind, lanes }) => kind === "life" && lanes.includes(lane));
  return life ?? { fromMs: 0, untilMs };
}

/** Writes a text if there is room for it. */
function writeWithin(
  context: CanvasRenderingContext2D,
  text: string,
  x: number,
  width: number,
  y: number,
  color: string,
): void {
  context.font = font(11, 500);
  if (context.measureText(text).width + 10 > width) return;
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.fillStyle = color;
  context.fillText(text, x + 5, y);
}
