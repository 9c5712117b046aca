import { join } from "node:path";
import { displayPath } from "../../trees/kit_paths.js";
import { refuse } from "../publish_error.js";
import { inlineFigures } from "./figures.js";
import { findLiterals } from "./literals.js";
import { fillPlaceholders } from "./placeholders.js";
import { mapProse } from "./prose.js";
import {
  anchorSections,
  findSections,
  linkSections,
  numberedPage,
  type Sections,
} from "./sections.js";
import { readPages, type Audience, type SourcePage } from "./source_pages.js";
import type { HandoutValues } from "./values.js";

/** A complete page: Markdown that only needs to be laid out. */
export interface ComposedPage extends SourcePage {
  readonly markdown: string;
}

/** The pages of a site and the sections that they number. */
export interface ComposedSite {
  readonly pages: readonly ComposedPage[];
  readonly sections: Sections;
}

/**
 * Makes the pages of a site: fills placeholders, draws figures, and links the numbers of sections.
 *
 * @param handoutDir the folder with the sources.
 * @throws {@link PublishError} that names every unknown placeholder, section or drawing, every number that is written
 *   out, and every two pages with one title.
 */
export function composePages(
  handoutDir: string,
  audience: Audience,
  values: HandoutValues,
): ComposedSite {
  const sources = readPages(handoutDir, audience);
  const problems = sameTitles(sources, handoutDir);
  const assignment = sources.find(({ file }) => file === numberedPage);
  const sections = findSections(assignment?.body ?? "");
  let figures = 0;

  const pages = sources.map((page) => {
    const place = displayPath(join(handoutDir, page.file));
    problems.push(...findLiterals(page.body, values, place, page.firstLine));
    const filled = fillPlaceholders(page.body, values, place, page.firstLine);
    const up = "../".repeat(page.file.split("/").length - 1);
    const linked = linkSections(filled.text, sections, up, (number) => {
      problems.push(`${place}: the assignment has no section ${number}`);
    });
    const drawn = inlineFigures(mapProse(linked, keepUnits), {
      handoutDir,
      place,
      values,
      nextNumber: () => ++figures,
    });
    problems.push(...filled.problems, ...drawn.problems);
    const markdown = page.file === numberedPage ? anchorSections(drawn.text) : drawn.text;
    return { ...page, markdown };
  });
  refuse("the handout's pages cannot be built:", problems);
  return { pages, sections };
}

/** A number and its unit stay on one line. */
function keepUnits(prose: string): string {
  return prose.replace(/(?<=\d) (?=ms\b)/g, "\u00a0");
}

function sameTitles(pages: readonly SourcePage[], handoutDir: string): string[] {
  return pages.flatMap(({ file, title }, index) => {
    const other = pages.slice(0, index).find((page) => page.title === title);
    return other === undefined
      ? []
      : [`${displayPath(join(handoutDir, file))}:2: ${other.file} has the same title`];
  });
}
