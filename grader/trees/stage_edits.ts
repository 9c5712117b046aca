import { course } from "../labs/cmud/manifest.js";
import { starterDir } from "./kit_paths.js";
import { overlayOf, type Overlay } from "./overlay.js";
import { readFolder } from "./read_folder.js";
import { readTree } from "./tree_arg.js";
import { stageOverlay, type StagedTree, type StageOptions } from "./stage_tree.js";

/** One textual change of a file. */
export interface Edit {
  /** Relative to the tree, with forward slashes: a student file, or a new file of the base's. */
  readonly file: string;
  /** Must be in the file exactly once. */
  readonly find: string;
  readonly replace: string;
}

/**
 * Stages a copy of the solution or the starter with changes in it, such as a deliberately wrong solution. Line ends are
 * compared as if all were `\n`.
 *
 * @param name the name of its folder among the staged trees; the caller keeps names apart.
 * @throws when an edit's file is not there, or its `find` is not in the file exactly once.
 */
export async function stageEdits(
  base: "solution" | "starter",
  name: string,
  edits: readonly Edit[],
  options: StageOptions = { check: false },
): Promise<StagedTree> {
  const overlay = await overlayOfBase(base);
  const texts = new Map(
    overlay.files.map((file) => [
      file.path,
      file.content.toString("utf8").replaceAll("\r\n", "\n"),
    ]),
  );
  for (const edit of edits) texts.set(edit.file, applyEdit(base, texts.get(edit.file), edit));
  const files = overlay.files.map((file) => ({
    ...file,
    content: Buffer.from(texts.get(file.path) ?? ""),
  }));
  return stageOverlay({ name, overlay: { files, notices: overlay.notices } }, options);
}

async function overlayOfBase(base: "solution" | "starter"): Promise<Overlay> {
  const tree = await readTree(base);
  if (tree.overlay !== undefined) return tree.overlay;
  return overlayOf(await readFolder(starterDir), base);
}

function applyEdit(base: string, text: string | undefined, edit: Edit): string {
  if (text === undefined) {
    const files = course.studentFiles.map((file) => file.path).join(", ");
    throw new Error(`cannot edit ${edit.file} of ${base}: it has no such file; it has ${files}`);
  }
  const count = text.split(edit.find).length - 1;
  if (count !== 1) {
    throw new Error(
      `cannot edit ${edit.file} of ${base}: it holds ${count} times, instead of once, the text ${JSON.stringify(edit.find)}`,
    );
  }
  return text.split(edit.find).join(edit.replace);
}
