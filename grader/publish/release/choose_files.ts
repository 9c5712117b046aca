import { pathInTree } from "../../trees/given_tree.js";
import type { TreeSpec } from "../../trees/tree_spec.js";
import { refuse } from "../publish_error.js";
import type { PublishSpec } from "../publish_spec.js";
import { EXTRA, KEPT } from "./contents.js";
import { importsOf } from "./imports.js";

/** Files by their paths with forward slashes. */
export type Files = ReadonlyMap<string, Buffer>;

/** What of the kit is shipped as it is. */
export interface Chosen {
  /** By their paths within the package. */
  readonly files: Files;
  /** The names of the packages that these files import. */
  readonly packages: readonly string[];
}

const HERE = "grader/publish/release/contents.ts";

/**
 * Chooses from the kit's files those that students of an assignment get.
 *
 * @param programs the names of the programs that the package has, as the bootstrap takes them.
 * @throws {@link PublishError} when nobody has decided about a file, a decision names nothing, or a file is needed that
 *   is not shipped.
 */
export function chooseFiles(kit: Files, lab: PublishSpec, programs: readonly string[]): Chosen {
  const laid = withGivenTree(kit, lab);
  const { files, packages, problems } = neededBy(entriesOf(laid, lab, programs), laid);
  refuse("these files do not fit together without the rest of the kit:", problems);

  const decided = new Set([...files, ...EXTRA]);
  // What other assignments need, whether they have programs or not.
  const labs = [...kit.keys()].filter((path) => /^grader\/labs\/[^/]+\/lab\.ts$/.test(path));
  const others = neededBy([...labs, "grader/cli/run_program.ts"], kit);
  const undecided = [...laid.keys()].filter(
    (path) => !decided.has(path) && !isKept(path) && !others.files.has(path),
  );
  refuse("it is undecided whether to ship these files of the kit:", [
    ...undecided.map(
      (path) =>
        `no program of the package needs ${path}; list it in ${HERE} as kept or as an extra, or remove it`,
    ),
    ...[...EXTRA, ...KEPT]
      .filter((rule) => ![...kit.keys()].some((path) => covers(rule, path)))
      .filter((rule) => !rule.startsWith("."))
      .map((rule) => `${HERE} names ${rule}, which no longer exists`),
  ]);
  const chosen = [...laid].filter(([path]) => decided.has(path) || path.startsWith("starter/"));
  return { files: new Map(chosen), packages: [...packages].sort() };
}

/** The kit with the given tree of the assignment in the place of `starter/`, and without other assignments. */
export function withGivenTree(kit: Files, { id, layers }: TreeSpec): Files {
  const isOther = new RegExp(`^starter/|^grader/labs/(?!${id}/)[^/]+/lab\\.ts$`);
  const laid = new Map([...kit].filter(([path]) => !isOther.test(path)));
  for (const layer of layers) {
    for (const [path, content] of kit) {
      const inTree = pathInTree(layer, path);
      if (inTree !== undefined) laid.set(`starter/${inTree}`, content);
    }
  }
  return new Map([...laid].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What begins by itself: programs, the assignment with its tests, what these load, and what students write. */
function entriesOf(
  laid: Files,
  { id, studentFiles, tests }: PublishSpec,
  programs: readonly string[],
): string[] {
  return [
    ...EXTRA.filter((path) => path.endsWith(".ts")),
    ...programs.map((name) => `grader/cli/${name}.ts`),
    `grader/labs/${id}/lab.ts`,
    ...studentFiles.map(({ path }) => `starter/${path}`),
    ...tests.flatMap(({ entries }) => entries.map((entry) => `starter/${entry}.ts`)),
    ...[...laid.keys()].filter((path) => /^starter\/[^/]+\/main\.ts$/.test(path)),
  ];
}

/** What modules need, themselves included, of what may be shipped. */
function neededBy(
  entries: readonly string[],
  all: Files,
): { files: Set<string>; packages: Set<string>; problems: string[] } {
  const files = new Set(entries);
  const packages = new Set<string>();
  const problems: string[] = [];
  const paths = new Set(all.keys());
  for (const path of files) {
    const imports = importsOf(path, all.get(path)?.toString("utf8") ?? "", paths);
    for (const file of imports.files) {
      if (!all.has(file) || isKept(file)) {
        problems.push(`${path} needs ${file}, which students do not get`);
      } else files.add(file);
    }
    for (const name of imports.packages) if (!name.startsWith("node:")) packages.add(name);
  }
  return { files, packages, problems };
}

function isKept(path: string): boolean {
  return KEPT.some((rule) => covers(rule, path));
}

function covers(rule: string, path: string): boolean {
  return rule.endsWith("/") ? path.startsWith(rule) : path === rule;
}
