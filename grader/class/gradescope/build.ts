import { zipBytes, type ZipMember } from "../../trees/zip.js";
import type { TreeSpec } from "../../trees/tree_spec.js";
import { runScript, setupScript } from "./scripts.js";
import type { Visibility } from "./results.js";

/** The files and folders of the kit with which submissions are graded. */
const needed =
  /^(grader|starter|tests)\/|^(package(-lock)?\.json|tsconfig(\.base)?\.json|\.npmrc|\.prettierrc\.json)$/;

/**
 * `autograder.zip`: the kit without the solution, except for what the assignment hands out of it, and the two scripts that
 * Gradescope runs. The same files give the same bytes.
 *
 * @param files of the kit, by their paths.
 */
export async function autograderZip(
  lab: TreeSpec,
  part: string,
  visibility: Visibility,
  files: ReadonlyMap<string, Buffer>,
): Promise<Buffer> {
  const layers = lab.layers.map(({ from }) => `${from}/`);
  const kit = [...files]
    .filter(([path]) => !path.startsWith("tests/kit/"))
    .filter(([path]) => needed.test(path) || layers.some((layer) => path.startsWith(layer)))
    .map(([path, content]): ZipMember => ({ path, content }));
  const program = (path: string, text: string): ZipMember => {
    return { path, content: Buffer.from(text), isProgram: true };
  };
  return await zipBytes([
    program("setup.sh", setupScript(lab.id)),
    program("run_autograder", runScript(lab.id, part, visibility)),
    ...kit.sort((a, b) => (a.path < b.path ? -1 : 1)),
  ]);
}
