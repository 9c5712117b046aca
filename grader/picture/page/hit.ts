import { lineOf } from "./draw_messages.js";
import { xOf, yOf, type Scene } from "./scene.js";
import { endOf } from "./timeline.js";

/** How near one must point, in pixels. */
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
    let distance: number;
    if (event.type === "message") {
      const { x0, y0, x1, y1 } = lineOf(scene, event);
      if (x < Math.min(x0, x1) - reach || x > Math.max(x0, x1) + reach) continue;
      distance = distanceTo(x, y, x0, y0, x1, y1) + 2;
    } else {
      const from = xOf(scene, event.atMs);
      if (x < from - reach) continue;
      const until = Math.max(from, xOf(scene, endOf(event)));
      const aside = Math.max(0, from - x, x - until);
      const above = Math.max(0, Math.abs(y - yOf(scene, event.lane)) - 9);
      distance = Math.hypot(aside, above) + (event.type === "own" ? 1 : 0);
    }
    if (distance < least && focus.has(event)) {
      least = distance;
      nearest = i;
    }
  }
  return nearest;
}

/** How far a point is from a line between two others. */
export function distanceTo(
  x: number,
  y: number,
  x0: number,
  y0: number,
  x1: number,
  y1: number,
): number {
  const dx = x1 - x0;
  const dy = y1 - y0;
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : ((x - x0) * dx + (y - y0) * dy) / length;
  const t = Math.min(1, Math.max(0, along));
  return Math.hypot(x - x0 - t * dx, y - y0 - t * dy);
}
