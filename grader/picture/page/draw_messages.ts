import type { Message } from "./model.js";
import { xOf, yOf, type Scene } from "./scene.js";
import { valueColor } from "./theme.js";

/** More arrows than this are drawn without heads, and as the thinnest lines, which is several times faster. */
const mostHeads = 1_200;

/** Draws the messages that are in view, those out of focus faintly. Skips arrows that others cover completely. */
export function drawMessages(
  context: CanvasRenderingContext2D,
  scene: Scene,
  [first, behind]: readonly [number, number],
): void {
  const { model, focus, theme } = scene;
  const inView = model.events
    .slice(first, behind)
    .filter((event) => event.type === "message" && event.endMs >= scene.fromMs);
  const heads = inView.length < mostHeads || inView.filter((e) => focus.has(e)).length < mostHeads;
  const lastPlaces = new Map<string, string>();
  // All lines of one style are one path, which is much faster.
  const neverGone = new Path2D();
  const looks = new Map<string, { look: Look; path: Path2D; heads: Path2D }>();
  for (const event of inView) {
    if (event.type !== "message") continue;
    const line = lineOf(scene, event);
    const look = lookOf(scene, event);
    const pair = `${look.rank} ${event.lane} ${event.toLane}`;
    const place = `${Math.round(line.x0)} ${Math.round(line.x1)}`;
    if (lastPlaces.get(pair) === place) continue;
    lastPlaces.set(pair, place);
    const name = `${look.color}${look.alpha}${look.dash.join()}`;
    const known = looks.get(name) ?? { look, path: new Path2D(), heads: new Path2D() };
    looks.set(name, known);
    known.path.moveTo(line.x0, line.y0);
    known.path.lineTo(line.x1, line.y1);
    if (event.fate === "lost") {
      addCross(known.heads, line.x1, line.y1);
      // The rest of the way, to show the receiver.
      neverGone.moveTo(line.x1, line.y1);
      neverGone.lineTo(xOf(scene, event.endMs), yOf(scene, event.toLane));
    }
    if (heads && look.rank > 0 && event.fate === "arrived") addHead(known.heads, line);
  }
  for (const { look, path, heads: ends } of [...looks.values()].sort(
    (a, b) => a.look.rank - b.look.rank,
  )) {
    context.strokeStyle = look.color;
    context.globalAlpha = heads || look.rank > 2 ? look.alpha : look.alpha * 0.5;
    context.lineWidth = heads ? look.width : 1;
    context.setLineDash(heads ? look.dash : []);
    context.stroke(path);
    context.setLineDash([]);
    context.lineWidth = Math.max(1.3, look.width);
    context.stroke(ends);
  }
  context.lineWidth = 1;
  if (heads) {
    context.strokeStyle = theme.wrong;
    context.globalAlpha = 0.5;
    context.setLineDash([1, 5]);
    context.stroke(neverGone);
    context.setLineDash([]);
  }
  context.globalAlpha = 1;
}

/** A line in pixels. */
export interface Line {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

/** The place of a message's arrow; that of a lost message ends halfway. */
export function lineOf(scene: Scene, event: Message): Line {
  const [x0, y0] = [xOf(scene, event.atMs), yOf(scene, event.lane)];
  const [x1, y1] = [xOf(scene, event.endMs), yOf(scene, event.toLane)];
  const way = event.fate === "arrived" ? 1 : event.fate === "unseen" ? 0.3 : 0.62;
  return { x0, y0, x1: x0 + (x1 - x0) * way, y1: y0 + (y1 - y0) * way };
}

interface Look {
  readonly color: string;
  readonly alpha: number;
  readonly width: number;
  readonly dash: number[];
  /** Higher ranks are drawn over lower ones; messages out of focus have none. */
  readonly rank: number;
}

function lookOf({ model, focus, theme }: Scene, event: Message): Look {
  if (!focus.has(event)) return { color: theme.faint, alpha: 0.35, width: 0.8, dash: [], rank: 0 };
  const local = model.lanes[event.lane]?.server === model.lanes[event.toLane]?.server;
  const color = valueColor(theme, focus.valueOf(event), local ? theme.local : theme.remote);
  switch (event.fate) {
    case "arrived":
      return event.copy === true
        ? { color: theme.fault, alpha: 0.9, width: 1.4, dash: [6, 3], rank: 3 }
        : { color, alpha: local ? 0.75 : 0.9, width: focus.hasKey ? 1.8 : 1.3, dash: [], rank: 1 };
    case "lost":
      return { color: theme.wrong, alpha: 0.95, width: 1.6, dash: [5, 4], rank: 4 };
    case "underWay":
      return { color, alpha: 0.8, width: 1.2, dash: [2, 4], rank: 2 };
    case "unseen":
      return { color, alpha: 0.7, width: 1.2, dash: [], rank: 1 };
    default:
      return event.fate satisfies never;
  }
}

function addHead(path: Path2D, { x0, y0, x1, y1 }: Line): void {
  const angle = Math.atan2(y1 - y0, x1 - x0);
  for (const turn of [2.7, -2.7]) {
    path.moveTo(x1, y1);
    path.lineTo(x1 + 7 * Math.cos(angle + turn), y1 + 7 * Math.sin(angle + turn));
  }
}

function addCross(path: Path2D, x: number, y: number): void {
  path.moveTo(x - 4, y - 4);
  path.lineTo(x + 4, y + 4);
  path.moveTo(x - 4, y + 4);
  path.lineTo(x + 4, y - 4);
}
