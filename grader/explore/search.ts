import type { CaseResult, RunsCases } from "./case_runner.js";
import type { ExploreCase } from "./explore_spec.js";

/** Options of {@link search}. */
export interface SearchOptions {
  /** How many cases run at once. */
  readonly width: number;
  /** Ends the search because the time is up, or because the user stopped it. */
  readonly isOver: () => boolean;
  /** Called whenever a case has been run. */
  readonly onCase: () => void;
}

/** The result of a search. */
export interface SearchResult<C extends ExploreCase> {
  /** The first failing case, in the order of the cases; undefined if none fails. */
  readonly failing: CaseResult<C> | undefined;
  /** Whether all cases were tried. */
  readonly complete: boolean;
}

/** Runs cases, several at once, until one fails. The result does not depend on which of them ends first. */
export async function search<C extends ExploreCase>(
  cases: Iterable<C>,
  runner: RunsCases<C>,
  { width, isOver, onCase }: SearchOptions,
): Promise<SearchResult<C>> {
  const source = cases[Symbol.iterator]();
  const failed = new Map<number, CaseResult<C>>();
  let taken = 0;
  let complete = false;
  const lane = async (): Promise<void> => {
    while (failed.size === 0 && !isOver()) {
      const next = source.next();
      if (next.done === true) {
        complete = true;
        return;
      }
      const index = taken++;
      const result = await runner.run(next.value);
      onCase();
      if (result.wrongs.length > 0) failed.set(index, result);
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
  const failing = failed.get(Math.min(...failed.keys()));
  return { failing, complete };
}
