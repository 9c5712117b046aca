import { readFile } from "node:fs/promises";
import { join } from "node:path";
import ts from "typescript";
import { displayPath } from "../trees/kit_paths.js";
import type { StagedTree } from "../trees/stage_tree.js";
import type { CheckResult } from "./check_result.js";
import type { DesignCommentSpec } from "./static_spec.js";

const MIN_WORDS = 50;
const MAX_WORDS = 700;
const MAX_PARAGRAPHS = 2;

/** A comment of a file, with its text freed of what makes it a comment. */
export interface CommentText {
  /** From 1 on. */
  readonly line: number;
  readonly text: string;
}

/** The result of looking for the comment that describes the design. */
export interface DesignComment {
  readonly check: CheckResult;
  /** Where the comment starts, for the person who reads it; undefined if there is none. */
  readonly place: { readonly file: string; readonly line: number } | undefined;
}

/** Checks the comment that people read and grade: that it exists, has the right length, and mentions what it must. */
export async function designComment(
  tree: StagedTree,
  spec: DesignCommentSpec,
): Promise<DesignComment> {
  const { file: path, section } = spec;
  const file = displayPath(tree.mapPath(join(tree.srcDir, path)));
  const text = await readFile(join(tree.srcDir, path), "utf8").catch(() => "");
  const best = likeliest(commentsIn(text), spec);
  const problem = problemOf(best, spec);
  const place = best === undefined ? undefined : { file, line: best.line };
  const result = { id: "design-comment", score: 0, maxScore: 0 } as const;
  if (problem === undefined) return { check: { ...result, status: "passed" }, place };
  const message = `${file}${best === undefined ? "" : `:${best.line}`}  ${problem} (section ${section})`;
  return { check: { ...result, status: "failed", message }, place };
}

/** What is wrong with a comment about the design; undefined if people can read and grade it. */
export function problemOf(
  comment: CommentText | undefined,
  { about, mustName }: DesignCommentSpec,
): string | undefined {
  const parts = mustName.join(" and ");
  if (comment === undefined || countWords(comment.text) < 12) {
    return `no comment describes your ${about}; write one or two paragraphs that cover ${parts}`;
  }
  if (comment.text.includes("TODO(")) {
    return `this is the comment as it was handed out; replace it with a description of your own ${about}`;
  }
  const lacking = mustName.filter((word) => !hasWord(comment.text, word));
  if (lacking.length > 0) {
    return `the comment about your ${about} does not mention ${lacking.join(" or ")}; cover ${parts} in one comment`;
  }
  const words = countWords(comment.text);
  if (words < MIN_WORDS) {
    return `the comment about your ${about} has ${words} words; say what is sent, by whom, to whom and how often, in at least ${MIN_WORDS} words`;
  }
  if (words > MAX_WORDS) {
    return `the comment about your ${about} has ${words} words; shorten it to one or two paragraphs of at most ${MAX_WORDS} words`;
  }
  const count = paragraphsOf(comment.text).length;
  if (count > MAX_PARAGRAPHS) {
    return `the comment about your ${about} has ${count} paragraphs; it should have one or two`;
  }
  return undefined;
}

/** The comments of a file. Line comments on consecutive lines form one comment. */
export function commentsIn(source: string): CommentText[] {
  const file = ts.createSourceFile("comments.ts", source, ts.ScriptTarget.Latest, true);
  const comments: CommentText[] = [];
  let lastLine = -1;
  for (const range of commentRanges(file)) {
    const start = file.getLineAndCharacterOfPosition(range.pos).line + 1;
    const isLine = range.kind === ts.SyntaxKind.SingleLineCommentTrivia;
    const text = cleaned(source.slice(range.pos, range.end), isLine);
    const before = comments.at(-1);
    if (isLine && before !== undefined && start === lastLine + 1) {
      comments[comments.length - 1] = { line: before.line, text: `${before.text}\n${text}` };
    } else {
      comments.push({ line: start, text });
    }
    lastLine = isLine ? start : -1;
  }
  return comments;
}

function commentRanges(file: ts.SourceFile): ts.CommentRange[] {
  const ranges = new Map<number, ts.CommentRange>();
  const add = (found: readonly ts.CommentRange[] | undefined): void => {
    for (const range of found ?? []) ranges.set(range.pos, range);
  };
  const visit = (node: ts.Node): void => {
    // The text of a template literal may look like a comment; it starts after the start of its node.
    add(ts.getLeadingCommentRanges(file.text, node.pos));
    if (!ts.isTemplateHead(node) && !ts.isTemplateMiddle(node))
      add(ts.getTrailingCommentRanges(file.text, node.end));
    for (const child of node.getChildren(file)) visit(child);
  };
  visit(file);
  return [...ranges.values()].sort((a, b) => a.pos - b.pos);
}

function cleaned(comment: string, isLine: boolean): string {
  if (isLine) return comment.replace(/^\/\/+ ?/, "");
  return comment
    .replace(/^\/\*+/, "")
    .replace(/\*+\/$/, "")
    .split("\n")
    .map((line) => line.replace(/^\s*\*? ?/, "").trimEnd())
    .join("\n")
    .trim();
}

/** The comment that says most about the design, and the longest of several. */
function likeliest(
  comments: readonly CommentText[],
  { about, mustName }: DesignCommentSpec,
): CommentText | undefined {
  const telling = [...mustName, ...about.split(" ")];
  const score = ({ text }: CommentText): number =>
    telling.filter((word) => hasWord(text, word)).length * 10_000 + countWords(text);
  return [...comments].sort((a, b) => score(b) - score(a))[0];
}

/** Whether a text has a word, or one that begins with it. */
function hasWord(text: string, word: string): boolean {
  return new RegExp(`\\b${word}`, "i").test(text);
}

/** Splits a text into paragraphs. A short line by itself counts as a heading, not as a paragraph. */
function paragraphsOf(text: string): string[] {
  return text.split(/\n\s*\n/).filter((paragraph) => countWords(paragraph) > 6);
}

function countWords(text: string): number {
  return text.match(/[\p{L}\p{N}'-]+/gu)?.length ?? 0;
}
