import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { kitRoot } from "../../trees/kit_paths.js";
import { buildHandout, builtHandout, pdfName } from "../handout/build.js";
import { listFiles } from "../handout/check_site.js";
import { findChromium } from "../handout/print_pdf.js";
import { PublishError } from "../publish_error.js";
import type { PublishSpec } from "../publish_spec.js";
import type { Files } from "./choose_files.js";

/** What a handout is made of, within the kit. */
const SOURCES = /^(handout|starter|tests\/(?!kit\/)|grader\/labs|grader\/publish\/handout)\//;

/** The handout as it goes into the package. */
export interface HandoutFiles {
  readonly files: Files;
  /** Whether it was built for this release, and not taken as it was. */
  readonly isNew: boolean;
  readonly hasPdf: boolean;
}

/**
 * The students' site as `handout/`, and the PDF where a Chromium printed it. It is built when it is missing or older
 * than what it is made of, and taken as it is otherwise.
 */
export async function handoutFiles(
  lab: PublishSpec,
  kit: Files,
  onStep: (step: string) => void,
): Promise<HandoutFiles> {
  const site = join(builtHandout(lab), "student");
  const isNew = !isFresh(site, kit);
  if (isNew) await buildHandout(lab, { chromium: findChromium(), onStep });
  const files = new Map(
    listFiles(site)
      .sort()
      .map((path) => [`handout/${path}`, readFileSync(join(site, path))]),
  );
  if (!files.has("handout/index.html")) {
    throw new PublishError("the handout is incomplete:", [
      `${site} has no index.html; remove the folder and run "npm run handout"`,
    ]);
  }
  const name = pdfName(lab);
  const pdf = join(builtHandout(lab), name);
  const hasPdf = existsSync(pdf);
  if (hasPdf) files.set(name, readFileSync(pdf));
  return { files, isNew, hasPdf };
}

/** Whether a site is there and nothing that it is made of has changed since. */
function isFresh(site: string, kit: Files): boolean {
  const index = statSync(join(site, "index.html"), { throwIfNoEntry: false });
  if (index === undefined) return false;
  const sources = [...kit.keys()].filter((path) => SOURCES.test(path));
  return sources.every((path) => statSync(join(kitRoot, path)).mtimeMs <= index.mtimeMs);
}
