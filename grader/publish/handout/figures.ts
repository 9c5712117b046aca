import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { displayPath } from "../../trees/kit_paths.js";
import { findLiteralsInDrawing } from "./literals.js";
import { fillPlaceholders } from "./placeholders.js";
import type { HandoutValues } from "./values.js";

const IMAGE = /^!\[([^\]]+)\]\((?:\.\.\/)?figures\/([\w-]+)\.svg\)$/gm;

/** Where a figure stands and what fills it. */
export interface FigurePlace {
  readonly handoutDir: string;
  /** The page, for messages. */
  readonly place: string;
  readonly values: HandoutValues;
  /** Counts the figures of a site. */
  readonly nextNumber: () => number;
}

/**
 * Embeds figures in a page, so that they use the page's colours, light or dark. The alternative text becomes the
 * caption.
 *
 * @returns the page, and the problems with its figures.
 */
export function inlineFigures(
  markdown: string,
  { handoutDir, place, values, nextNumber }: FigurePlace,
): { text: string; problems: string[] } {
  const problems: string[] = [];
  const text = markdown.replace(IMAGE, (whole: string, caption: string, name: string) => {
    const path = join(handoutDir, "figures", `${name}.svg`);
    const shown = displayPath(path);
    if (!existsSync(path)) {
      problems.push(`${place}: there is no figure ${shown}`);
      return whole;
    }
    const source = readFileSync(path, "utf8");
    const filled = fillPlaceholders(source, values, shown);
    problems.push(...filled.problems, ...findLiteralsInDrawing(source, values, shown));
    // A blank line would end the HTML within Markdown.
    const drawing = filled.text.replace(/<!--[^]*?-->/g, "").replace(/\n\s*(?=\n|$)/g, "");
    return (
      `<figure id="figure-${name}" class="drawing">\n${drawing.trim()}\n` +
      `<figcaption><b>Figure ${nextNumber()}.</b> ${caption}</figcaption>\n</figure>`
    );
  });
  return { text, problems };
}
