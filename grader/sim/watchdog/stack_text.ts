import { fileURLToPath } from "node:url";
import { withoutCopies } from "../modules/tree_copies.js";

/** One call on a stack. Lines and columns begin with 1. */
export interface Frame {
  readonly functionName: string;
  readonly url: string;
  readonly line: number;
  readonly column: number;
}

/** How many calls are shown. */
const shownFrames = 10;

/** The innermost place in the tree, which ends with a slash; undefined when none of the calls is there. */
export function stuckPlace(frames: readonly Frame[], treeUrl: string): string | undefined {
  const frame = frames.find(({ url }) => withoutCopies(url).startsWith(treeUrl));
  return frame && placeOf(frame);
}

/** The innermost calls, as in the stack of an error. */
export function stackText(frames: readonly Frame[]): string {
  return frames
    .slice(0, shownFrames)
    .map((frame) => `    at ${frame.functionName || "<anonymous>"} (${placeOf(frame)})`)
    .join("\n");
}

function placeOf({ url, line, column }: Frame): string {
  const file = withoutCopies(url);
  return `${file.startsWith("file:") ? fileURLToPath(file) : file}:${line}:${column}`;
}
