import { mapProse } from "./prose.js";

/** The sections of the assignment by their numbers, each with the link that leads to it. */
export type Sections = ReadonlyMap<string, string>;

const HEADING = /^(#{2,3}) (\d+(?:\.\d+)?) (.+)$/gm;

/** The page whose headings have the numbers that tests, stubs and failure messages name. */
export const numberedPage = "assignment.md";

/** Finds the numbered headings of the assignment. */
export function findSections(markdown: string): Sections {
  return new Map(
    [...markdown.matchAll(HEADING)].map(([, , number = "", title = ""]) => [
      number,
      `${numberedPage}#${slugOf(`${number} ${title}`)}`,
    ]),
  );
}

/** Puts an anchor before every numbered heading that stays the same when its title changes: `section-5.1`. */
export function anchorSections(markdown: string): string {
  return markdown.replace(
    HEADING,
    (heading: string, _depth: string, number: string) =>
      `<a id="section-${number}" class="anchor"></a>\n\n${heading}`,
  );
}

/**
 * Makes links of "section 5.1" and "sections 3 and 5" in a page's prose.
 *
 * @param up what leads from the page to the site's root: "" or "../".
 * @param onUnknown is told of numbers that no section has.
 */
export function linkSections(
  markdown: string,
  sections: Sections,
  up: string,
  onUnknown: (number: string) => void,
): string {
  const linkTo = (shown: string, number: string): string => {
    const target = sections.get(number);
    if (target === undefined) onUnknown(number);
    return `[${shown}](${up}${target ?? numberedPage})`;
  };
  return mapProse(markdown, (prose) =>
    prose
      .replace(/\b([Ss]ection)\s(\d+(?:\.\d+)?)/g, (shown: string, _word: string, number: string) =>
        linkTo(shown.replace("\n", " "), number),
      )
      .replace(/\b[Ss]ections\s\d+(?:\.\d+)?(?:(?:,| and| to)\s\d+(?:\.\d+)?)*/g, (shown) =>
        shown.replace(/\d+(?:\.\d+)?/g, (number) => linkTo(number, number)),
      ),
  );
}

/** The anchor that typedoc gives a heading. */
function slugOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .replace(/ /g, "-");
}
