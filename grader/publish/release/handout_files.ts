import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { buildHandout } from "../handout/build.js";
import { listFiles } from "../handout/check_site.js";
import { findChromium } from "../handout/print_pdf.js";
import type { Files } from "./choose_files.js";
import { ReleaseError } from "./release_error.js";

/** What a handout is made of, within the kit. */
const SOURCES = ["handout", "starter", "grader/labs", "grader/publish/handout"];

/** The handout as it goes into the package. */
export interface HandoutFiles {
  readonly files: Files;
  /** Whether it was built for this release, and not taken as it was. */
  readonly isNew: boolean;
  readonly hasPdf: boolean;
}

/**
 * The students' site as `handout/`, and `cmud.pdf` where a Chromium printed it. It is built when it is missing or older
 * than what it is made of, and taken as it is otherwise.
 *
 * @param builtDir where `npm run handout` writes.
 */
export async function handoutFiles(
  kitRoot: string,
  builtDir: string,
  onStep: (step: string) => void,
): Promise<HandoutFiles> {
  const site = join(builtDir, "student");
  const isNew = !isFresh(site, kitRoot);
  if (isNew) await buildHandout({ outDir: builtDir, chromium: findChromium(), onStep });
  const files = new Map(
    listFiles(site)
      .sort()
      .map((path) => [`handout/${path}`, readFileSync(join(site, path))]),
  );
  if (!files.has("handout/index.html")) {
    throw new ReleaseError("the handout is not what it ought to be:", [
      `${site} has no index.html; remove the folder and run "npm run handout"`,
    ]);
  }
  const pdf = join(builtDir, "cmud.pdf");
  const hasPdf = existsSync(pdf);
  if (hasPdf) files.set("cmud.pdf", readFileSync(pdf));
  return { files, isNew, hasPdf };
}

/** Whether a site is there and nothing that it is made of has changed since. */
function isFresh(site: string, kitRoot: string): boolean {
  const index = join(site, "index.html");
  if (!existsSync(index)) return false;
  const builtMs = statSync(index).mtimeMs;
  return SOURCES.every((source) =>
    listFiles(join(kitRoot, source)).every(
      (path) => statSync(join(kitRoot, source, path)).mtimeMs <= builtMs,
    ),
  );
}
