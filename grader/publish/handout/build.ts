import { existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { displayPath, kitRoot } from "../../trees/kit_paths.js";
import { PublishError, refuse } from "../publish_error.js";
import { rowsOf, type PromiseRow, type PromiseTable } from "../promises/promise_table.js";
import { promiseText } from "../promises/promise_text.js";
import { sentencesOf } from "../promises/sentences.js";
import type { PublishSpec } from "../publish_spec.js";
import { checkSite, listFiles } from "./check_site.js";
import { composePages } from "./compose.js";
import { fillPlaceholders } from "./placeholders.js";
import { printPage } from "./print_page.js";
import { printPdf } from "./print_pdf.js";
import { buildSite } from "./site.js";
import { readPages, type Audience } from "./source_pages.js";
import { handoutValues, type HandoutValues } from "./values.js";

/** How to build the handout. */
export interface HandoutOptions {
  /** The folder that gets `student/`, `instructor/` and the PDF; default: the assignment's in `build/`. */
  readonly outDir?: string | undefined;
  /** The Chromium that prints the PDF; without it there is none. */
  readonly chromium?: string | undefined;
  /** The assignment's table of promises, for instructors. */
  readonly promises?: PromiseTable | undefined;
  /** The folder with the sources; default: the assignment's. */
  readonly handoutDir?: string;
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
 * @throws {@link PublishError} for whatever is wrong with the sources, or when there is something else in the place of
 *   a site.
 */
export async function buildHandout(
  lab: PublishSpec,
  options: HandoutOptions = {},
): Promise<Written[]> {
  const { outDir = builtHandout(lab), chromium, onStep = () => undefined } = options;
  const handoutDir = options.handoutDir ?? join(kitRoot, lab.handout);
  const targets = AUDIENCES.map((audience) => join(outDir, audience));
  refuseForeignFolders(targets);
  const values = withPromises(handoutValues(lab), await rowsFor(lab, options.promises ?? {}));
  const building = join(outDir, ".building");
  rmSync(building, { recursive: true, force: true });
  try {
    const built: string[] = [];
    for (const audience of AUDIENCES) {
      onStep(`building the ${audience}s' site`);
      const { pages } = composePages(handoutDir, audience, values);
      const workDir = join(building, `${audience}-pages`);
      const siteDir = join(building, audience);
      mkdirSync(workDir, { recursive: true });
      await buildSite({ kitRoot, lab, pages, handoutDir, workDir, siteDir });
      refuse(`the ${audience}s' site has faults:`, checkSite(siteDir));
      built.push(siteDir);
    }
    const pdf = join(outDir, pdfName(lab));
    if (chromium !== undefined) {
      onStep("printing the PDF");
      const [studentSite = ""] = built;
      const html = join(building, "print.html");
      const pages = readPages(handoutDir, "student");
      writeFileSync(html, printPage(studentSite, pages, lab));
      await printPdf(chromium, html, join(building, "print.pdf"));
    }
    for (const [index, target] of targets.entries()) {
      rmSync(target, { recursive: true, force: true });
      renameSync(built[index] ?? "", target);
    }
    // A PDF of older pages would be worse than none.
    rmSync(pdf, { force: true });
    if (chromium !== undefined) renameSync(join(building, "print.pdf"), pdf);
    return [...targets, ...(chromium === undefined ? [] : [pdf])].map(sizeOf);
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
}

async function rowsFor(lab: PublishSpec, table: PromiseTable): Promise<PromiseRow[]> {
  return rowsOf(await sentencesOf(lab), table);
}

/** The sentences of the assignment name values themselves. */
function withPromises(values: HandoutValues, rows: readonly PromiseRow[]): HandoutValues {
  const { text } = fillPlaceholders(promiseText(rows), values, "the table of promises");
  return new Map([...values, ["tables.promises", text]]);
}

/** Where the handout of an assignment is built, unless somebody says otherwise. */
export function builtHandout(lab: PublishSpec): string {
  return join(kitRoot, "build", lab.handout);
}

/** The name of an assignment's PDF. */
export function pdfName(lab: PublishSpec): string {
  return `${lab.id}.pdf`;
}

/** The folders are replaced as a whole, so they had better be what an earlier build wrote. */
function refuseForeignFolders(targets: readonly string[]): void {
  const foreign = targets.filter(
    (target) => existsSync(target) && !existsSync(join(target, "assets", "navigation.js")),
  );
  if (foreign.length === 0) return;
  throw new PublishError(
    "cannot write the handout:",
    foreign.map(
      (target) => `${displayPath(target)} exists and is not a handout; choose another --out`,
    ),
  );
}

function sizeOf(path: string): Written {
  if (statSync(path).isFile()) return { path, files: 1, bytes: statSync(path).size };
  const files = listFiles(path);
  const bytes = files.reduce((sum, file) => sum + statSync(join(path, file)).size, 0);
  return { path, files: files.length, bytes };
}
