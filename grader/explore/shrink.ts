import type { CaseResult, RunsCases } from "./case_runner.js";
import type { ExploreCase, Workload } from "./explore_spec.js";

/** Options of {@link shrink}. */
export interface ShrinkOptions {
  /** No more runs than this. */
  readonly maxRuns: number;
  /** Ends the search with what it has found so far. */
  readonly isOver: () => boolean;
  /** Called with the size of each smaller case that fails too, for people. */
  readonly onSmaller: (size: string) => void;
}

/**
 * Under how many seeds a smaller case is tried, the failing one's first: with something taken away, what is left happens
 * at slightly different times, and a race may need another seed to be lost again.
 */
const seedsPerCase = 8;

/**
 * Looks for the smallest case that fails in the same way as a given one: fewest servers, actors, operations and messages
 * held up, and the plainest times and conditions. It takes away one thing after the other as long as the rest still
 * fails (delta debugging, after Zeller and Hildebrandt 2002). The result fails too, so it can be shown and kept.
 */
export async function shrink<C extends ExploreCase>(
  workload: Workload<C>,
  failing: CaseResult<C>,
  runner: RunsCases<C>,
  { maxRuns, isOver, onSmaller }: ShrinkOptions,
): Promise<CaseResult<C>> {
  const kinds = new Set(failing.wrongs.map(({ kind }) => kind));
  const lastRun = runner.runs + maxRuns;
  const failsToo = async (smaller: C): Promise<CaseResult<C> | undefined> => {
    for (let tried = 0; tried < seedsPerCase; tried++) {
      if (runner.runs >= lastRun || isOver()) return undefined;
      const result = await runner.run({ ...smaller, seed: smaller.seed + tried });
      if (result.wrongs.some(({ kind }) => kinds.has(kind))) return result;
    }
    return undefined;
  };
  let best = failing;
  for (let progress = true; progress;) {
    progress = false;
    for (const smaller of workload.smallerCases(best.explored)) {
      const result = await failsToo(smaller);
      if (result === undefined) continue;
      best = result;
      onSmaller(workload.sizeOf(best.explored));
      progress = true;
      // What can be taken away from the smaller case is another list.
      break;
    }
  }
  return best;
}
