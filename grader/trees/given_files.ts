import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { GivenTree, openFolders } from "./given_tree.js";
import { readHandedOut, type HandedOut } from "./handed_out.js";
import { kitRoot } from "./kit_paths.js";
import type { TreeSpec } from "./tree_spec.js";

/** A given file that was changed or removed after it was handed out. */
export interface GivenChange {
  /** Within the package, with forward slashes. */
  readonly path: string;
  readonly how: "changed" | "missing";
}

/** Whether a file, by its path in the package, is a student file. */
export function isStudentFile(spec: TreeSpec, path: string): boolean {
  return spec.studentFiles.some((file) => path === `starter/${file.path}`);
}

/** The given files that were changed or removed. Line endings do not count. */
export async function changedGiven(spec: TreeSpec, handedOut: HandedOut): Promise<GivenChange[]> {
  const changes: GivenChange[] = [];
  for (const [path, text] of handedOut) {
    if (isStudentFile(spec, path)) continue;
    const found = await readFile(join(kitRoot, path), "utf8").catch(() => undefined);
    if (found === undefined) changes.push({ path, how: "missing" });
    else if (found.replaceAll("\r\n", "\n") !== text) changes.push({ path, how: "changed" });
  }
  return changes;
}

/**
 * Notes for a student who works in a package: changed given files, and new files that are not handed in. The course's
 * grader has neither. Empty in the kit itself.
 *
 * @param of `starter` for the files of one's own work in `starter/`, too; a `hand-in` is laid over what was handed out.
 */
export async function givenNotices(spec: TreeSpec, of: "starter" | "hand-in"): Promise<string[]> {
  const handedOut = readHandedOut();
  if (handedOut === undefined) return [];
  const changes = (await changedGiven(spec, handedOut)).filter(
    ({ path }) => of === "starter" || !path.startsWith("starter/"),
  );
  const strays = of === "starter" ? strayFiles(await GivenTree.read(spec)) : [];
  return [
    ...changes.slice(0, MOST).map(changeNotice),
    ...(changes.length > MOST
      ? [`${changes.length - MOST} more given files have been changed; npm run restore lists them`]
      : []),
    ...strays.map(
      (path) => `starter/${path} will not be handed in: new files must be in ${openFolders(spec)}`,
    ),
  ];
}

const MOST = 4;

function changeNotice({ path, how }: GivenChange): string {
  const what = how === "missing" ? "is missing" : "has been changed";
  return `${path} ${what}: this takes effect here, but your submission is graded with the original; npm run restore -- ${path} restores it`;
}

/** New sources in the starter that are not handed in, by their paths within it. */
function strayFiles(given: GivenTree): string[] {
  return [...given.now.keys()].filter(
    (path) => path.endsWith(".ts") && given.kindOf(path) === "other",
  );
}
