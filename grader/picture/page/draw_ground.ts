import { ticks } from "d3-array";
import { axisHeight } from "./lane_layout.js";
import { xOf, yOf, type Scene } from "./scene.js";
import { changesOf } from "./store_table.js";
import { valueColor } from "./theme.js";
import { tickWords } from "./words.js";

/** The font of everything that is written in the diagram. */
export function font(size: number, weight = 400): string {
  return `${weight} ${size}px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif`;
}

/** Draws what is behind the events: the axis, the lanes, lives of servers, partitions, and what stores held. */
export function drawGround(context: CanvasRenderingContext2D, scene: Scene): void {
  const { theme, width, gutter, layout } = scene;
  context.fillStyle = theme.paper;
  context.fillRect(0, 0, width, layout.height);
  drawLanes(context, scene);
  context.save();
  context.beginPath();
  context.rect(gutter, 0, width - gutter, layout.height);
  context.clip();
  drawGrid(context, scene);
  drawBands(context, scene, "starting");
  drawBands(context, scene, "life");
  drawHeldValues(context, scene);
  drawBands(context, scene, "partition");
  context.restore();
}

/** Draws the names of lanes and the axis, over whatever reaches into their place. */
export function drawNames(context: CanvasRenderingContext2D, scene: Scene): void {
  const { model, theme, gutter, layout } = scene;
  context.fillStyle = theme.paper;
  context.fillRect(0, 0, gutter - 1, layout.height);
  context.textBaseline = "middle";
  context.textAlign = "right";
  for (const [i, { kind, name, server }] of model.lanes.entries()) {
    const middle = yOf(scene, i);
    const chosen = scene.focus.choice.lane === i;
    const strong = kind === "server" || chosen;
    context.font = font(strong ? 13 : 12, strong ? 650 : 450);
    context.fillStyle = strong || kind === "actor" ? theme.ink : theme.soft;
    const shown = kind === "actor" && server !== undefined ? name.slice(server.length) : name;
    const text = kind === "actor" ? `${server ?? ""}${shown}` : name;
    context.fillText(text, gutter - 10, middle, gutter - 14);
  }
}

function drawLanes(context: CanvasRenderingContext2D, scene: Scene): void {
  const { model, theme, width, layout } = scene;
  let odd = false;
  let server: string | undefined;
  for (const [i, lane] of model.lanes.entries()) {
    const place = layout.places[i];
    if (place === undefined) continue;
    if (lane.server !== server) {
      server = lane.server;
      odd = !odd;
    }
    if (lane.server !== undefined && odd) {
      context.fillStyle = theme.stripe;
      context.fillRect(0, place.top, width, place.height);
    }
    if (lane.kind === "server") {
      context.fillStyle = theme.rule;
      context.fillRect(0, place.top, width, 1);
    }
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
    const x = Math.round(xOf(scene, ms)) + 0.5;
    context.fillStyle = theme.rule;
    context.fillRect(x - 0.5, axisHeight - 6, 1, layout.height - axisHeight);
    context.fillStyle = theme.soft;
    context.fillText(tickWords(ms, stepMs), x, axisHeight / 2 - 2);
  }
}

function drawBands(
  context: CanvasRenderingContext2D,
  scene: Scene,
  kind: "life" | "starting" | "partition",
): void {
  const { model, theme, layout } = scene;
  for (const band of model.bands) {
    if (band.kind !== kind) continue;
    if (band.untilMs < scene.fromMs || band.fromMs > scene.untilMs) continue;
    const x = Math.max(scene.gutter, xOf(scene, band.fromMs));
    const width = Math.max(1, Math.min(scene.width, xOf(scene, band.untilMs)) - x);
    for (const lane of band.lanes) {
      const place = layout.places[lane];
      if (place === undefined) continue;
      if (kind === "partition") {
        context.fillStyle = theme.fault;
        context.globalAlpha = lane === 0 ? 0.3 : 0.12;
        context.fillRect(x, place.top, width, place.height);
      } else {
        context.globalAlpha = kind === "life" ? 1 : 0.5;
        context.setLineDash(kind === "life" ? [] : [3, 3]);
        context.strokeStyle = theme.faint;
        context.beginPath();
        context.moveTo(x, place.middle);
        context.lineTo(x + width, place.middle);
        context.stroke();
        context.setLineDash([]);
      }
      context.globalAlpha = 1;
    }
    if (kind === "partition") {
      context.fillStyle = theme.fault;
      const first = layout.places[0]?.top ?? 0;
      context.fillRect(x, first, 1.5, layout.height - first - 8);
      context.fillRect(x + width - 1.5, first, 1.5, layout.height - first - 8);
      // Where its beginning is in view, the fault's own sign says so.
      if (band.fromMs < scene.fromMs) {
        writeWithin(context, band.words, x, width, first + 9, theme.fault);
      }
    }
  }
}

/** Of the key in focus: what each actor held, as a coloured stripe along its lane. */
function drawHeldValues(context: CanvasRenderingContext2D, scene: Scene): void {
  const { model, focus, theme, layout } = scene;
  if (!focus.hasKey) return;
  for (const store of model.stores.actors) {
    const place = layout.places[store.lane];
    const changes = changesOf(store, focus.choice.key);
    const life = model.bands.findLast((b) => b.kind === "life" && b.lanes.includes(store.lane));
    if (place === undefined || changes === undefined) continue;
    for (const [i, value] of changes.values.entries()) {
      if (value === null) continue;
      const lastMs = Math.min(life?.untilMs ?? model.untilMs, model.untilMs);
      const from = changes.atMs[i] ?? 0;
      const until = changes.atMs[i + 1] ?? lastMs;
      if (until < scene.fromMs || from > scene.untilMs) continue;
      const x = Math.max(scene.gutter, xOf(scene, from));
      const width = Math.min(scene.width, xOf(scene, until)) - x;
      context.fillStyle = valueColor(theme, focus.values.indexOf(value), theme.soft);
      context.globalAlpha = 0.2;
      context.fillRect(x, place.top + 2, width, place.height - 4);
      context.globalAlpha = 0.9;
      context.fillRect(x, place.middle - 1.5, width, 3);
      context.globalAlpha = 1;
      if (place.height >= 30) {
        writeWithin(context, value, x, width, place.top + place.height - 8, theme.ink);
      }
    }
  }
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
  const needed = context.measureText(text).width;
  if (needed + 10 > width) return;
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.fillStyle = color;
  context.fillText(text, x + 5, y);
}
