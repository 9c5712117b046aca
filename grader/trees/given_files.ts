import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { GivenTree, openFolders } from "./given_tree.js";
import { readHandedOut, type HandedOut } from "./handed_out.js";
import { kitRoot } from "./kit_paths.js";
import type { TreeSpec } from "./tree_spec.js";

/** A given file that is not as it was handed out. */
export interface GivenChange {
  /** Within the package, with forward slashes. */
  readonly path: string;
  readonly how: "changed" | "missing";
}

/** Whether a file, by its path in the package, is one that its owner writes. */
export function isStudentFile(spec: TreeSpec, path: string): boolean {
  return spec.studentFiles.some((file) => path === `starter/${file.path}`);
}

/** The given files that somebody changed or removed. Line ends do not count. */
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
 * What a person should know who works in a package: given files that were changed in place and new files that no
 * hand-in takes along, since the course's grader has neither. Empty in the kit itself.
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
      ? [
          `${changes.length - MOST} more given files are not as handed out; npm run restore lists them`,
        ]
      : []),
    ...strays.map(
      (path) =>
        `starter/${path} is not handed in: new files must lie in ${openFolders(spec)}; the course's grader will not have it`,
    ),
  ];
}

const MOST = 4;

function changeNotice({ path, how }: GivenChange): string {
  const what = how === "missing" ? "is missing" : "is not as it was handed out";
  return `${path} ${what}: here that counts, but what you hand in is graded with the original; npm run restore -- ${path} brings it back`;
}

/** New sources in the starter that no hand-in takes along, by their paths within it. */
function strayFiles(given: GivenTree): string[] {
  return [...given.now.keys()].filter(
    (path) => path.endsWith(".ts") && given.kindOf(path) === "other",
  );
}
