import { closestMatch } from "leven";

/** The candidate that a mistyped word most likely stands for; undefined when none is near. Case does not count. */
export function suggest(word: string, candidates: readonly string[]): string | undefined {
  const inLowerCase = candidates.map((candidate) => candidate.toLowerCase());
  const maxDistance = Math.max(2, Math.floor(word.length / 3));
  const nearest = closestMatch(word.toLowerCase(), inLowerCase, { maxDistance });
  return nearest === undefined ? undefined : candidates[inLowerCase.indexOf(nearest)];
}

/** A piece of a message: `; did you mean X?`, or nothing. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const near = suggest(word, candidates);
  return near === undefined ? "" : `; did you mean ${near}?`;
}
