import { chooseWall } from "../process/choose_wall.js";
import type { WallKind } from "../process/wall.js";
import type { RecordedRun } from "../history/recorded_run.js";
import type { Lab } from "../labs/lab.js";
import type { GradeReport } from "../report/report_types.js";
import { prepareInChild } from "../static/prepare_in_child.js";
import { runSuites } from "../suite/run_suites.js";
import type { Driver, SuiteEvent } from "../suite/suite_types.js";
import { kitRoot } from "../trees/kit_paths.js";
import { gradeOnce } from "./grade_run.js";

/** How to grade a hand-in that nobody watches. */
export interface QuietOptions {
  readonly part: Lab["parts"][number];
  readonly driver?: Driver | undefined;
  readonly seeds?: number | undefined;
  readonly jobs?: number | undefined;
  readonly wall?: WallKind | "auto" | undefined;
  /** Whether failures are drawn. */
  readonly pictures: boolean;
  /** Called as tests start and finish. */
  readonly onEvent?: (event: SuiteEvent) => void;
}

/** A report, with the drawings of what failed. */
export interface QuietRun {
  readonly report: GradeReport;
  readonly pictures: readonly RecordedRun[];
}

/**
 * Grades a hand-in as `grade` does, and prints nothing.
 *
 * @param path the absolute path of a zip or a folder.
 * @throws TreeError if there is no such hand-in.
 */
export async function gradeQuietly(
  lab: Lab,
  path: string,
  { part, driver = "mixed", seeds, jobs, wall = "auto", pictures, onEvent }: QuietOptions,
  signal: AbortSignal,
): Promise<QuietRun> {
  const drawn: RecordedRun[] = [];
  const nothing = (): void => undefined;
  const { report } = await gradeOnce(
    lab,
    {
      ...{ part, tree: path, only: undefined, jobs, seeds, seed: undefined, driver },
      ...{ files: {}, report: undefined, annotations: false, watch: false, verbose: false },
      inProcess: false,
    },
    {
      ...{ prepare: prepareInChild, runSuites, onStage: nothing, onTests: nothing },
      wall: await chooseWall(wall, kitRoot),
      onEvent: onEvent ?? nothing,
      ...(pictures ? { onPicture: (picture: RecordedRun) => void drawn.push(picture) } : {}),
    },
    signal,
  );
  return { report, pictures: drawn };
}
