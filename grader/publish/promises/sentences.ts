import { join } from "node:path";
import { GivenTree } from "../../trees/given_tree.js";
import { kitRoot } from "../../trees/kit_paths.js";
import type { TreeSpec } from "../../trees/tree_spec.js";
import { numberedPage } from "../handout/sections.js";
import { readPages } from "../handout/source_pages.js";

/** A sentence that students may rely on, or that they must obey. */
export interface Sentence {
  /** Its place and its number there, from 1 on: `5.1:3`, `actor/mailbox.ts:2`. */
  readonly id: string;
  /** A numbered section of the assignment, or a student file. */
  readonly place: string;
  /** In one line, without emphasis and links. */
  readonly text: string;
}

/**
 * All sentences of an assignment: those of its numbered sections, and those of the doc comments of its student files.
 * A row of a table and the caption of a figure count as sentences; code and headings do not.
 */
export async function sentencesOf(
  lab: TreeSpec & { readonly handout: string },
): Promise<Sentence[]> {
  const pages = readPages(join(kitRoot, lab.handout), "student");
  const assignment = pages.find(({ file }) => file === numberedPage);
  const { now } = await GivenTree.read(lab);
  return [
    ...sentencesOfPage(assignment?.body ?? ""),
    ...lab.studentFiles.flatMap(({ path }) =>
      sentencesOfComments(path, now.get(path)?.content.toString("utf8") ?? ""),
    ),
  ];
}

/** The sentences of a page, by the numbers of its sections. What stands before the first number is left out. */
export function sentencesOfPage(markdown: string): Sentence[] {
  const withoutCode = markdown.replace(/^(```|~~~)[^]*?^\1$/gm, "");
  return withoutCode.split(/^(?=#{2,3} )/m).flatMap((part) => {
    const [heading = "", ...lines] = part.split("\n");
    const place = /^#+ (\d+(?:\.\d+)?) /.exec(heading)?.[1];
    return place === undefined ? [] : numbered(place, paragraphsOf(lines));
  });
}

/** The sentences of the doc comments of a module. */
export function sentencesOfComments(place: string, source: string): Sentence[] {
  const comments = [...source.matchAll(/\/\*\*([^]*?)\*\//g)].map(([, comment = ""]) =>
    comment.split("\n").map((line) => line.replace(/^\s*\*? ?/, "").replace(/^@/, "\n@")),
  );
  return numbered(
    place,
    comments.flatMap((lines) => paragraphsOf(lines.join("\n").split("\n"))),
  );
}

function numbered(place: string, paragraphs: readonly string[]): Sentence[] {
  return paragraphs
    .flatMap((paragraph) => paragraph.split(sentenceEnd))
    .map((text, index) => ({ id: `${place}:${index + 1}`, place, text }));
}

/** A stop, and then something that begins a sentence. */
const sentenceEnd = /(?<=[.!?][)"_]*) (?=["(`_[{A-Z0-9])/;

/** Paragraphs, items, rows and captions, each in one line. */
function paragraphsOf(lines: readonly string[]): string[] {
  return lines
    .map((line) => (/^\s*([-*]|\d+\.) |^\||^!\[/.test(line) ? `\n${line}` : line))
    .map((line) => (line.startsWith("\n|") && /[a-z]/i.test(line) ? `${line}\n` : line))
    .join("\n")
    .split(/\n\s*\n/)
    .map(plain)
    .filter((text) => /[a-z]/i.test(text) && !/^\{\{tables\.\w+\}\}$/.test(text));
}

function plain(paragraph: string): string {
  return paragraph
    .replace(/\s+/g, " ")
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/\{@link (?:[^{}|]*\| *)?([^{}]*?) *\}/g, "$1")
    .replaceAll("**", "")
    .trim()
    .replace(/^(?:[-*]|\d+\.) /, "")
    .replace(/^\| (.*) \|$/, (_, row: string) =>
      row
        .split("|")
        .map((cell) => cell.trim())
        .join(" — "),
    );
}
