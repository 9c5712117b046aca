import { File, FingerprintIndex, Region, TokenizedFile } from "@dodona/dolos-core";
import ts from "typescript";

/** The source files of a hand-in. */
export interface Sources {
  readonly id: string;
  /** Texts by their paths. */
  readonly files: ReadonlyMap<string, string>;
}

/** Two hand-ins that have code in common which is not the starter's. */
export interface SimilarPair {
  readonly left: string;
  readonly right: string;
  /** The share of the code of both that is in common, from 0 to 1. */
  readonly similarity: number;
  /** The longest place in common, in tokens. */
  readonly longest: number;
  readonly places: readonly SimilarPlace[];
}

/** A piece of code that two hand-ins have in common. */
export interface SimilarPlace {
  readonly left: Excerpt;
  readonly right: Excerpt;
}

/** Some lines of a file. */
export interface Excerpt {
  readonly file: string;
  /** From 1 on. */
  readonly line: number;
  readonly text: string;
}

/** As Dolos chooses them: pieces of 23 tokens, one fingerprint in any 17. */
const kgramLength = 23;
const kgramsInWindow = 17;

/**
 * Compares hand-ins with Dolos, which compares the structure of code: names and comments do not count. Code of `ignored`,
 * the starter, does not count either. The most similar pairs come first.
 *
 * @param atLeast pairs below this similarity are left out.
 */
export function similarPairs(
  handIns: readonly Sources[],
  ignored: Sources,
  atLeast: number,
): SimilarPair[] {
  const index = new FingerprintIndex(kgramLength, kgramsInWindow);
  const inputs = new Map(handIns.map((handIn) => [handIn.id, joined(handIn)]));
  index.addFiles([...inputs].map(([id, text]) => tokenized(id, text)));
  // Dolos takes what is ignored away from the files that it already has.
  index.addIgnoredFile(tokenized(ignored.id, joined(ignored)));
  return index
    .allPairs("similarity")
    .filter(({ similarity }) => similarity >= atLeast)
    .map((pair) => {
      const [left, right] = [pair.leftFile.path, pair.rightFile.path];
      const excerpt = (id: string, { startRow, endRow }: Region): Excerpt =>
        excerptOf(inputs.get(id) ?? { text: "", starts: [] }, startRow, endRow);
      const places = pair.buildFragments().map(({ leftSelection, rightSelection }) => {
        return { left: excerpt(left, leftSelection), right: excerpt(right, rightSelection) };
      });
      return { left, right, similarity: pair.similarity, longest: pair.longest, places };
    });
}

/** All files of a hand-in as one text, with the lines at which they start, from 0 on. */
interface Joined {
  readonly text: string;
  readonly starts: readonly { readonly file: string; readonly line: number }[];
}

function joined({ files }: Sources): Joined {
  const starts: { file: string; line: number }[] = [];
  const lines: string[] = [];
  for (const [file, text] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    starts.push({ file, line: lines.length });
    lines.push(...text.replaceAll("\r\n", "\n").split("\n"));
  }
  return { text: lines.join("\n"), starts };
}

function excerptOf({ text, starts }: Joined, startRow: number, endRow: number): Excerpt {
  const start = starts.findLast(({ line }) => line <= startRow) ?? { file: "", line: 0 };
  const lines = text.split("\n").slice(startRow, endRow + 1);
  return { file: start.file, line: startRow - start.line + 1, text: lines.join("\n") };
}

/** The tokens that Dolos compares: the syntax tree in brackets, with the kind of each node. */
function tokenized(id: string, { text }: Joined): TokenizedFile {
  const source = ts.createSourceFile(`${id}.ts`, text, ts.ScriptTarget.Latest, true);
  const tokens: string[] = [];
  const regions: Region[] = [];
  const add = (token: string, node: ts.Node): void => {
    const start = source.getLineAndCharacterOfPosition(node.getStart(source));
    const end = source.getLineAndCharacterOfPosition(node.getEnd());
    tokens.push(token);
    regions.push(new Region(start.line, start.character, end.line, end.character));
  };
  const visit = (node: ts.Node): void => {
    // Imports are much the same in all hand-ins.
    if (ts.isImportDeclaration(node)) return;
    add("(", node);
    add(ts.SyntaxKind[node.kind], node);
    ts.forEachChild(node, visit);
    add(")", node);
  };
  ts.forEachChild(source, visit);
  return new TokenizedFile(new File(id, text), tokens, regions);
}
