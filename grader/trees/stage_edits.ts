import { GivenTree } from "./given_tree.js";
import { stageOverlay, type StagedTree, type StageOptions } from "./stage_tree.js";
import { readSubmission } from "./tree_arg.js";
import type { TreeSpec } from "./tree_spec.js";

/** One textual change of a file. */
export interface Edit {
  /** Relative to the tree, with forward slashes: a student file, or a new file of the base's. */
  readonly file: string;
  /** Must occur in the file exactly once. */
  readonly find: string;
  readonly replace: string;
}

/**
 * Stages a modified copy of the solution or the starter, such as a deliberately wrong solution. Line endings do not
 * matter.
 *
 * @param name the name of its folder among the staged trees; the caller ensures that names are unique.
 * @throws if an edit's file does not exist, or does not contain its `find` exactly once.
 */
export async function stageEdits(
  spec: TreeSpec,
  base: "solution" | "starter",
  name: string,
  edits: readonly Edit[],
  options: StageOptions = { check: false },
): Promise<StagedTree> {
  const overlay = await readSubmission(spec, base);
  const texts = new Map(
    overlay.files.map((file) => [
      file.path,
      file.content.toString("utf8").replaceAll("\r\n", "\n"),
    ]),
  );
  for (const edit of edits)
    texts.set(edit.file, applyEdit(`${base} of ${spec.id}`, texts.get(edit.file), edit));
  const files = overlay.files.map((file) => ({
    ...file,
    content: Buffer.from(texts.get(file.path) ?? ""),
  }));
  const given = await GivenTree.read(spec);
  return stageOverlay({ name, given, overlay: { ...overlay, files } }, options);
}

function applyEdit(base: string, text: string | undefined, edit: Edit): string {
  if (text === undefined) {
    throw new Error(`cannot edit ${edit.file} of the ${base}: it has no such file`);
  }
  const count = text.split(edit.find).length - 1;
  if (count !== 1) {
    throw new Error(
      `cannot edit ${edit.file} of the ${base}: it contains the text ${JSON.stringify(edit.find)} ${count} times instead of once`,
    );
  }
  return text.split(edit.find).join(edit.replace);
}
