import { course } from "../../labs/cmud/manifest.js";
import { DATA, KEPT, PROGRAMS, SHIPPED } from "./contents.js";
import { importsOf } from "./imports.js";
import { refuse } from "./release_error.js";

/** The files of the kit, by their paths with forward slashes. */
export type Files = ReadonlyMap<string, Buffer>;

/** What of the kit is shipped as it is. */
export interface Chosen {
  readonly files: Files;
  /** The names of the packages that these files import. */
  readonly packages: readonly string[];
}

/** The decisions about files; tests make their own. */
export interface Decisions {
  readonly shipped: readonly string[];
  readonly kept: readonly string[];
  readonly programs: readonly string[];
  readonly data: readonly string[];
}

const DECISIONS: Decisions = { shipped: SHIPPED, kept: KEPT, programs: PROGRAMS, data: DATA };
const HERE = "grader/publish/release/contents.ts";

/**
 * Chooses from the kit's files those that students get.
 *
 * @throws {@link ReleaseError} when nobody has decided about a file, a decision names nothing, a shipped file is needed by
 *   nothing, or it needs one that is not shipped.
 */
export function chooseFiles(kit: Files, decisions: Decisions = DECISIONS): Chosen {
  const { shipped, kept, programs, data } = decisions;
  const paths = [...kit.keys()].sort();
  const shippedBy = new Map(paths.map((path) => [path, closest(shipped, path)]));
  const keptBy = new Map(paths.map((path) => [path, closest(kept, path)]));
  const isShipped = (path: string): boolean =>
    (shippedBy.get(path) ?? "").length > (keptBy.get(path) ?? "").length;
  refuse("these files of the kit are in no package and kept from none:", [
    ...paths
      .filter((path) => shippedBy.get(path) === keptBy.get(path))
      .map((path) =>
        keptBy.get(path) !== undefined
          ? `${path} is both shipped and kept; take it out of one list in ${HERE}`
          : `${path} is new; say in ${HERE} whether students get it, or move it away`,
      ),
    ...[...shipped, ...kept, ...programs, ...data]
      .filter((rule) => !paths.some((path) => covers(rule, path)))
      .filter((rule) => !rule.startsWith("."))
      .map((rule) => `${HERE} names ${rule}, which is not there any more`),
  ]);

  const all = new Set(paths);
  const entries = [...programs, ...paths.filter((path) => isShipped(path) && isEntry(path))];
  const needed = new Set<string>(entries);
  const packages = new Set<string>();
  const problems: string[] = [];
  for (const path of needed) {
    const { files, packages: named } = importsOf(path, kit.get(path)?.toString("utf8") ?? "", all);
    for (const file of files) {
      if (!isShipped(file)) problems.push(`${path} needs ${file}, which students do not get`);
      else needed.add(file);
    }
    for (const each of named) if (!each.startsWith("node:")) packages.add(each);
  }
  for (const path of paths) {
    if (!isShipped(path) || needed.has(path) || data.includes(path) || shipped.includes(path))
      continue;
    problems.push(
      `${path} is shipped, and no program of the package needs it; list it in ${HERE} as kept, or as a program or data`,
    );
  }
  refuse("these files do not fit together without the rest of the kit:", problems);
  const files = new Map(
    paths.filter(isShipped).map((path) => [path, kit.get(path) ?? Buffer.of()]),
  );
  return { files, packages: [...packages].sort() };
}

/** What begins by itself: suites, programs of the starter, what the students write, and pages. */
function isEntry(path: string): boolean {
  return (
    /^tests\/[^/]+\/[^/]+\.test\.ts$/.test(path) ||
    /^starter\/[^/]+\/main\.ts$/.test(path) ||
    /^grader\/picture\/page\/main\.ts$/.test(path) ||
    course.studentFiles.some((file) => path === `starter/${file.path}`)
  );
}

/** The rule that says most precisely something of a path. */
function closest(rules: readonly string[], path: string): string | undefined {
  const [first] = rules.filter((rule) => covers(rule, path)).sort((a, b) => b.length - a.length);
  return first;
}

function covers(rule: string, path: string): boolean {
  return rule.endsWith("/") ? path.startsWith(rule) : path === rule;
}
