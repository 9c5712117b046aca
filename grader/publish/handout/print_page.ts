import { readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import type { HTMLElement } from "node-html-parser";
import { PublishError } from "../publish_error.js";
import type { PublishSpec } from "../publish_spec.js";
import { parseHtml } from "./check_site.js";
import { pageUrl, startPage, type SourcePage } from "./source_pages.js";

/** The text of a page within typedoc's frame. */
const CONTENT = ".col-content > .tsd-typography";

/**
 * Joins a built site's pages into one that can be printed: a title, a table of contents, and the pages one after the
 * other, without the reference. Links between pages lead to places in the same document; what leads to a page that is
 * not printed becomes plain text.
 *
 * @param siteDir the built site.
 * @param pages the pages to print, in their order.
 * @returns the whole HTML, which needs no other file.
 */
export function printPage(
  siteDir: string,
  pages: readonly SourcePage[],
  { course, title }: Pick<PublishSpec, "course" | "title">,
): string {
  const urls = new Set(pages.map(({ file }) => pageUrl(file)));
  const parts = pages.map((page) => {
    const url = pageUrl(page.file);
    const content = contentOf(siteDir, url);
    prepare(content, url, urls);
    return { ...page, id: idOf(url), content };
  });
  // The dates with which a site opens are for the title here.
  const dates = parts.find(({ file }) => file === startPage)?.content.querySelector("table");
  dates?.remove();
  const contents = parts.map(({ id, title, content }) => {
    const below = content.querySelectorAll("h2").map((heading) => {
      return `<li><a href="#${heading.getAttribute("id") ?? ""}">${heading.innerHTML}</a></li>`;
    });
    return `<li><a href="#${id}">${title}</a><ul>${below.join("")}</ul></li>`;
  });
  const bodies = parts.map(
    ({ id, content }) => `<section id="${id}">${content.innerHTML}</section>`,
  );
  const styles = ["highlight.css", "custom.css"].map((name) =>
    readFileSync(join(siteDir, "assets", name), "utf8"),
  );
  return [
    `<!DOCTYPE html><html lang="en" data-theme="light"><head><meta charset="utf-8"/>`,
    `<title>${title}</title><style>${styles.join("\n")}</style></head>`,
    `<body class="printed tsd-typography">`,
    `<header><p>${course}</p><h1>${title}</h1>${dates?.toString() ?? ""}</header>`,
    `<nav><h2>Contents</h2><ul>${contents.join("")}</ul></nav>`,
    ...bodies,
    `</body></html>`,
  ].join("\n");
}

function contentOf(siteDir: string, url: string): HTMLElement {
  const page = parseHtml(readFileSync(join(siteDir, url), "utf8"));
  const content = page.querySelector(CONTENT);
  if (content === null) {
    throw new PublishError("cannot print the handout:", [
      `${url}: the page has no ${CONTENT}; typedoc has changed its layout`,
    ]);
  }
  return content;
}

/** Makes ids unique in the joined document, and links follow them. */
function prepare(content: HTMLElement, url: string, printed: ReadonlySet<string>): void {
  // Signs beside headings are for the screen.
  for (const icon of content.querySelectorAll(".tsd-anchor-icon, button")) icon.remove();
  for (const element of content.querySelectorAll("[id]")) {
    if (element.closest("svg") !== null) continue;
    element.setAttribute("id", idOf(url, element.getAttribute("id")));
  }
  for (const link of content.querySelectorAll("a[href]")) {
    const target = link.getAttribute("href") ?? "";
    if (/^[a-z]+:/i.test(target)) continue;
    const [path = "", anchor] = target.split("#");
    const page = path === "" ? url : posix.normalize(posix.join(dirname(url), path));
    if (printed.has(page)) link.setAttribute("href", `#${idOf(page, anchor)}`);
    else link.replaceWith(...link.childNodes);
  }
}

function idOf(url: string, anchor?: string): string {
  const page = url.replace(/\.html$/, "").replaceAll("/", "-");
  return anchor === undefined ? page : `${page}--${anchor}`;
}
