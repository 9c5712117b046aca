/** The folder of a tree's copies is named after the tree, with this ending. */
export const copiesEnding = ".hosts";

const copy = /\.hosts\/\d+\.\d+\//g;

/**
 * A text in which every path and URL of a file in a copy of a tree is that of the file in the tree: which copy it was is
 * nothing that people want to know, and differs from run to run.
 */
export function withoutCopies(text: string): string {
  return text.includes(`${copiesEnding}/`) ? text.replaceAll(copy, "/") : text;
}
