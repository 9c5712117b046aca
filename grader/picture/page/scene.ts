import type { Focus } from "./focus.js";
import type { LaneLayout } from "./lane_layout.js";
import type { PictureModel } from "./model.js";
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
export function xOf(scene: Scene, ms: number): number {
  const { gutter, width, fromMs, untilMs } = scene;
  return gutter + ((ms - fromMs) / (untilMs - fromMs)) * (width - gutter);
}

/** Which time is so many pixels from the left. */
export function msAt(scene: Scene, x: number): number {
  const { gutter, width, fromMs, untilMs } = scene;
  return fromMs + ((x - gutter) / (width - gutter)) * (untilMs - fromMs);
}

/** The line of a lane, in pixels from the top. */
export function yOf(scene: Scene, lane: number): number {
  return scene.layout.places[lane]?.middle ?? 0;
}
