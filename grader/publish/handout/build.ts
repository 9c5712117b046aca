import { existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { course as kitCourse } from "../../labs/cmud/manifest.js";
import type { Course } from "../../labs/cmud/types.js";
import { displayPath, kitRoot } from "../../trees/kit_paths.js";
import { checkSite, listFiles } from "./check_site.js";
import { composePages } from "./compose.js";
import { HandoutError, refuse } from "./handout_error.js";
import { printPage } from "./print_page.js";
import { printPdf } from "./print_pdf.js";
import { buildSite } from "./site.js";
import { readPages, type Audience } from "./source_pages.js";
import { handoutValues } from "./values.js";

/** How to build the handout. */
export interface HandoutOptions {
  /** The folder that gets `student/`, `instructor/` and `cmud.pdf`. */
  readonly outDir: string;
  /** The Chromium that prints the PDF; without it there is none. */
  readonly chromium?: string | undefined;
  /** The folder with the sources; default: the kit's. */
  readonly handoutDir?: string;
  /** The course whose numbers are filled in; default: the kit's. */
  readonly course?: Course;
  /** Is told of each step before it is taken. */
  readonly onStep?: (step: string) => void;
}

/** Something that was built. */
export interface Written {
  readonly path: string;
  readonly files: number;
  readonly bytes: number;
}

const AUDIENCES: readonly Audience[] = ["student", "instructor"];

/**
 * Builds both sites and the PDF. What was built before stays as it is until everything new is there and has been
 * checked.
 *
 * @throws {@link HandoutError} for whatever is wrong with the sources, or when `outDir` holds something else.
 */
export async function buildHandout(options: HandoutOptions): Promise<Written[]> {
  const { outDir, chromium, handoutDir = join(kitRoot, "handout"), course = kitCourse } = options;
  const targets = AUDIENCES.map((audience) => join(outDir, audience));
  refuseForeignFolders(targets);
  const values = handoutValues(course);
  const building = join(outDir, ".building");
  rmSync(building, { recursive: true, force: true });
  try {
    const built: string[] = [];
    for (const audience of AUDIENCES) {
      options.onStep?.(`building the ${audience}s' site`);
      const { pages } = composePages(handoutDir, audience, values);
      const workDir = join(building, `${audience}-pages`);
      const siteDir = join(building, audience);
      mkdirSync(workDir, { recursive: true });
      await buildSite({ kitRoot, course, pages, handoutDir, workDir, siteDir });
      refuse(`the ${audience}s' site has faults:`, checkSite(siteDir));
      built.push(siteDir);
    }
    const pdf = join(outDir, "cmud.pdf");
    if (chromium !== undefined) {
      options.onStep?.("printing the PDF");
      const [studentSite = ""] = built;
      const html = join(building, "print.html");
      const pages = readPages(handoutDir, "student");
      writeFileSync(html, printPage(studentSite, pages, course));
      await printPdf(chromium, html, join(building, "cmud.pdf"));
    }
    for (const [index, target] of targets.entries()) {
      rmSync(target, { recursive: true, force: true });
      renameSync(built[index] ?? "", target);
    }
    // A PDF of older pages would be worse than none.
    rmSync(pdf, { force: true });
    if (chromium !== undefined) renameSync(join(building, "cmud.pdf"), pdf);
    return [...targets, ...(chromium === undefined ? [] : [pdf])].map(sizeOf);
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
}

/** The folders are replaced as a whole, so they had better be what an earlier build wrote. */
function refuseForeignFolders(targets: readonly string[]): void {
  const foreign = targets.filter(
    (target) => existsSync(target) && !existsSync(join(target, "assets", "navigation.js")),
  );
  if (foreign.length === 0) return;
  throw new HandoutError(
    "cannot write the handout:",
    foreign.map(
      (target) => `${displayPath(target)} is there and is no handout; choose another --out`,
    ),
  );
}

function sizeOf(path: string): Written {
  if (statSync(path).isFile()) return { path, files: 1, bytes: statSync(path).size };
  const files = listFiles(path);
  const bytes = files.reduce((sum, file) => sum + statSync(join(path, file)).size, 0);
  return { path, files: files.length, bytes };
}
