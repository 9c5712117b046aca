import type { CaseResult, RunsCases } from "./case_runner.js";
import type { ExploreCase, Workload } from "./explore_spec.js";

/** Options of {@link shrink}. */
export interface ShrinkOptions {
  /** The maximum number of runs. */
  readonly maxRuns: number;
  /** Ends the search with the best result so far. */
  readonly isOver: () => boolean;
  /** Called with the size of each smaller failing case, for people. */
  readonly onSmaller: (size: string) => void;
}

/**
 * Under how many seeds a smaller case is tried, starting with the failing one's. Removing something changes the timing
 * of the rest slightly, so a race may need another seed to fail again.
 */
const seedsPerCase = 8;

/**
 * Looks for the smallest case that fails in the same way as a given one: the fewest servers, actors, operations and
 * delayed messages, and the simplest times and conditions. It removes one thing after another as long as the rest still
 * fails (delta debugging, after Zeller and Hildebrandt 2002). The result fails as well, so it can be shown and kept.
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
      // The smaller case has a different list of reductions.
      break;
    }
  }
  return best;
}
