import { addTo } from "../../base/group_by.js";
import type { Files } from "./choose_files.js";
import type { Secret } from "./contents.js";

/** Shorter lines are too common to identify a file. */
const MIN_LENGTH = 40;

/**
 * Finds files and lines in a package that must not leave the kit. Lines that a student file of the solution shares with
 * the stub at its path are nobody's secret, and neither is what the assignment stands on.
 *
 * @param given tells by a path in the kit whether students get that file in spite of its folder.
 * @returns one line for each file that gives something away, with an example.
 */
export function findSecrets(
  packed: Files,
  kit: Files,
  secrets: readonly Secret[],
  given: (path: string) => boolean,
): string[] {
  const secretOf = (path: string): Secret | undefined =>
    given(path) ? undefined : secrets.find((secret) => secret.path.test(path));
  const open = [...kit].filter(([path]) => given(path)).flatMap(([, content]) => linesOf(content));
  const owners = new Map<string, [string, ...string[]]>();
  for (const [path, content] of kit) {
    if (secretOf(path) === undefined) continue;
    const stub = path.startsWith("solution/") && kit.get(path.replace("solution", "starter"));
    const known = new Set([...open, ...(stub ? linesOf(stub) : [])]);
    for (const line of new Set(linesOf(content))) {
      if (!known.has(line)) addTo(owners, line, path);
    }
  }

  const found: string[] = [];
  for (const [path, content] of packed) {
    if (secretOf(path) !== undefined) found.push(`${path} must stay in the kit`);
    if (content.includes(0)) continue;
    const hits = new Map<string, Set<string>>();
    for (const line of linesOf(content)) {
      for (const owner of owners.get(line) ?? []) {
        hits.set(owner, (hits.get(owner) ?? new Set()).add(line));
      }
    }
    for (const [owner, lines] of hits) {
      if (lines.size < (secretOf(owner)?.lines ?? 1)) continue;
      found.push(`${path} contains lines of ${owner}: ${[...lines].join(" | ")}`);
    }
  }
  return found;
}

/** The lines that say something, without the words that may stand before them elsewhere. */
function linesOf(content: Buffer): string[] {
  return content
    .toString("utf8")
    .split(/\r?\n/)
    .map((line) => line.trim().replace(/^(export )?(default )?(async )?/, ""))
    .filter((line) => line.length >= MIN_LENGTH && !/^(import\b|\} from\b|[-|: ]+$)/.test(line));
}
