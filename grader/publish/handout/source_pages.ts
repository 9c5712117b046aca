import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { displayPath } from "../../trees/kit_paths.js";
import { PublishError } from "../publish_error.js";

/** The audience of a site. Instructors get everything; students get nothing from the folder `instructor/`. */
export type Audience = "student" | "instructor";

/** A page as its author wrote it. */
export interface SourcePage {
  /** Relative to the handout's folder, with forward slashes: `assignment.md`, `instructor/grading.md`. */
  readonly file: string;
  readonly title: string;
  /** The page's place among the pages of its folder. */
  readonly order: number;
  /** The Markdown behind the front matter. */
  readonly body: string;
  /** The line of the file on which the body begins, from 1 on. */
  readonly firstLine: number;
}

/** The page that a site opens with. */
export const startPage = "index.md";

/** The folder of the pages that only instructors get. */
export const instructorFolder = "instructor";

/**
 * Reads the pages of a site: the students' in their order and, for instructors, then the instructors'. For students,
 * the instructors' folder is not opened at all.
 *
 * @param handoutDir the folder with the sources.
 * @throws {@link PublishError} when a page does not begin with its title and order.
 */
export function readPages(handoutDir: string, audience: Audience): SourcePage[] {
  const pages = readFolder(handoutDir, "");
  if (audience === "instructor") pages.push(...readFolder(handoutDir, `${instructorFolder}/`));
  return pages;
}

/** The address of a page within its site: `assignment.html`. */
export function pageUrl(file: string): string {
  return file.replace(/\.md$/, ".html");
}

function readFolder(handoutDir: string, folder: string): SourcePage[] {
  const dir = join(handoutDir, folder);
  return (existsSync(dir) ? readdirSync(dir) : [])
    .filter((name) => name.endsWith(".md"))
    .map((name) => readPage(handoutDir, `${folder}${name}`))
    .sort((a, b) => a.order - b.order);
}

function readPage(handoutDir: string, file: string): SourcePage {
  const text = readFileSync(join(handoutDir, file), "utf8").replace(/\r\n/g, "\n");
  const front = /^---\ntitle: (.+)\norder: (\d+)\n---\n/.exec(text);
  if (front === null) {
    throw new PublishError("cannot read a page", [
      `${displayPath(join(handoutDir, file))}:1: a page begins with the lines "---", "title: ...", "order: <number>" and "---"`,
    ]);
  }
  const [head, title = "", order = ""] = front;
  return {
    file,
    title,
    order: Number(order),
    body: text.slice(head.length),
    firstLine: head.split("\n").length,
  };
}
