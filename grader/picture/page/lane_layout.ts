import type { Lane } from "./model.js";

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

const smallest = 22;
const largest = 54;

/** Puts lanes under one another, so that all of them fit into a height if that leaves them readable. */
export function layOutLanes(lanes: readonly Lane[], wantedHeight: number): LaneLayout {
  const fixed = lanes.reduce((sum, { kind }) => sum + fixedHeight(kind), axisHeight + 8);
  const flexible = lanes.filter(({ kind }) => fixedHeight(kind) === 0).length;
  const share = flexible === 0 ? 0 : (wantedHeight - fixed) / flexible;
  const height = Math.round(Math.min(largest, Math.max(smallest, share)));
  const places: LanePlace[] = [];
  let top = axisHeight;
  for (const { kind } of lanes) {
    const own = fixedHeight(kind) || height;
    places.push({ top, height: own, middle: top + own / 2 });
    top += own;
  }
  return { places, height: top + 8 };
}

/** Zero for lanes that share what is left. */
function fixedHeight(kind: Lane["kind"]): number {
  switch (kind) {
    case "scenario":
      return 40;
    case "clients":
      return 26;
    case "server":
      return 24;
    case "actor":
    case "other":
      return 0;
    default:
      return kind satisfies never;
  }
}
