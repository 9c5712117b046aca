import type { Focus } from "./focus.js";
import type { Lane, PictureModel } from "./model.js";
import type { Theme } from "./theme.js";
import type { Timeline } from "./timeline.js";

/** All that drawing needs to know. */
export interface Scene {
  readonly model: PictureModel;
  readonly timeline: Timeline;
  readonly focus: Focus;
  readonly layout: LaneLayout;
  readonly theme: Theme;
  /** The size of the diagram, in pixels of the page. */
  readonly width: number;
  /** Where time begins, right of the names of lanes. */
  readonly gutter: number;
  /** The span of time that is shown. */
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Where a time is, in pixels from the left. */
export function xOf({ gutter, width, fromMs, untilMs }: Scene, ms: number): number {
  return gutter + ((ms - fromMs) / (untilMs - fromMs)) * (width - gutter);
}

/** Which time is so many pixels from the left. */
export function msAt({ gutter, width, fromMs, untilMs }: Scene, x: number): number {
  return fromMs + ((x - gutter) / (width - gutter)) * (untilMs - fromMs);
}

/** The line of a lane, in pixels from the top. */
export function yOf(scene: Scene, lane: number): number {
  return scene.layout.places[lane]?.middle ?? 0;
}

/** The font of everything that is written in the diagram. */
export function font(size: number, weight = 400): string {
  return `${weight} ${size}px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif`;
}

/** Where a lane is, in pixels from the top of the diagram. */
export interface LanePlace {
  readonly top: number;
  readonly height: number;
  /** The line on which its events are. */
  readonly middle: number;
}

/** The places of all lanes, below the axis. */
export interface LaneLayout {
  readonly places: readonly LanePlace[];
  readonly height: number;
}

/** The height of the time axis, in pixels. */
export const axisHeight = 30;

/** The heights of lanes, in pixels; those without share what is left, within limits. */
const heights: Readonly<Partial<Record<Lane["kind"], number>>> = {
  scenario: 40,
  clients: 26,
  server: 24,
};
const smallest = 22;
const largest = 54;

/** Puts lanes under one another, so that all of them fit into a height if that leaves them readable. */
export function layOutLanes(lanes: readonly Lane[], wantedHeight: number): LaneLayout {
  const fixed = lanes.reduce((sum, { kind }) => sum + (heights[kind] ?? 0), axisHeight + 8);
  const sharing = lanes.filter(({ kind }) => heights[kind] === undefined).length;
  const share = Math.round((wantedHeight - fixed) / Math.max(1, sharing));
  const places: LanePlace[] = [];
  let top = axisHeight;
  for (const { kind } of lanes) {
    const height = heights[kind] ?? Math.min(largest, Math.max(smallest, share));
    places.push({ top, height, middle: top + height / 2 });
    top += height;
  }
  return { places, height: top + 8 };
}
