import type { Files } from "./choose_files.js";
import type { Secret } from "./contents.js";

/** Shorter lines say too little to be anybody's. */
const MIN_LENGTH = 40;

/**
 * Finds files and lines in a package that must not leave the kit. Lines that a student file of the solution shares with
 * the stub at its path are nobody's secret.
 *
 * @returns one line for each file that gives something away, with an example.
 */
export function findSecrets(packed: Files, kit: Files, secrets: readonly Secret[]): string[] {
  const owners = ownersOf(kit, secrets);
  const found: string[] = [];
  for (const [path, content] of packed) {
    const secret = secrets.find(({ folder }) => path.startsWith(folder));
    if (secret !== undefined) found.push(`${path} is of ${secret.folder}`);
    if (content.includes(0)) continue;
    const hits = new Map<string, Set<string>>();
    for (const line of linesOf(content)) {
      for (const owner of owners.get(line) ?? []) {
        hits.set(owner, (hits.get(owner) ?? new Set()).add(line));
      }
    }
    for (const [owner, lines] of hits) {
      const enough = secrets.find(({ folder }) => owner.startsWith(folder))?.lines ?? 1;
      if (lines.size < enough) continue;
      found.push(`${path} holds what is in ${owner}: ${[...lines].join(" | ")}`);
    }
  }
  return found;
}

/** The secret files in which a line stands, by lines. */
function ownersOf(kit: Files, secrets: readonly Secret[]): Map<string, string[]> {
  const owners = new Map<string, string[]>();
  for (const [path, content] of kit) {
    const secret = secrets.find(({ folder }) => path.startsWith(folder));
    if (secret === undefined) continue;
    const stub = kit.get(`starter/${path.slice(secret.folder.length)}`);
    const known = new Set(stub === undefined ? [] : linesOf(stub));
    for (const line of new Set(linesOf(content))) {
      if (!known.has(line)) owners.set(line, [...(owners.get(line) ?? []), path]);
    }
  }
  return owners;
}

/** The lines that say something, without the words that may stand before them elsewhere. */
function linesOf(content: Buffer): string[] {
  return content
    .toString("utf8")
    .split(/\r?\n/)
    .map((line) => line.trim().replace(/^(export )?(default )?(async )?/, ""))
    .filter((line) => line.length >= MIN_LENGTH && !/^(import\b|\} from\b|[-|: ]+$)/.test(line));
}
