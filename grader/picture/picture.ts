import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { buildModel } from "./model/build_model.js";
import { readAssets } from "./page_assets.js";
import { pageHtml } from "./page_html.js";
import type { PictureSpec } from "./picture_spec.js";
import type { RecordedRun } from "../history/recorded_run.js";
import { safeJson } from "./safe_json.js";

/** How many characters of a message are kept, from the most to the least. */
const textLimits = [4_000, 1_000, 250];

/** Data that takes more than this is tried with shorter texts, in characters. */
const comfortableSize = 24_000_000;

/**
 * Draws runs: one HTML page that needs nothing but itself and shows what happened when, what the actors held, and where
 * it went wrong. With several runs it opens on the first and has a table of contents. Reads the kit's files.
 *
 * Long messages are cut to 4,000 characters, and to fewer when the page would become very large; the page says so.
 *
 * Rejects with a RangeError when there is nothing to draw.
 */
export async function pictureHtml(
  inputs: readonly RecordedRun[],
  spec: PictureSpec,
): Promise<string> {
  if (inputs.length === 0) throw new RangeError("a picture shows one run or more, not none");
  return pageHtml(dataOf(inputs, spec), await readAssets());
}

/**
 * Writes {@link pictureHtml} to a file, and the folders above it; a file that is there is replaced. Rejects when it cannot
 * be written.
 */
export async function writePicture(
  path: string,
  inputs: readonly RecordedRun[],
  spec: PictureSpec,
): Promise<void> {
  const html = await pictureHtml(inputs, spec);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, html);
}

/** Each run's model as JSON, with the title that the table of contents shows. */
function dataOf(
  inputs: readonly RecordedRun[],
  spec: PictureSpec,
): { title: string; json: string }[] {
  for (const [tried, maxText] of textLimits.entries()) {
    const runs = inputs.map((input) => ({
      title: input.title,
      json: safeJson(buildModel(input, spec, maxText)),
    }));
    const size = runs.reduce((sum, { json }) => sum + json.length, 0);
    if (size <= comfortableSize || tried === textLimits.length - 1) return runs;
  }
  return [];
}
