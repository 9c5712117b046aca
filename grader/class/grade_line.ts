import type { ClassPart, ClassSpec } from "./class_spec.js";
import type { PlannedHandIn } from "./class_job.js";
import { latenessOf, type Lateness } from "./late.js";
import type { ManualPoints } from "./manual.js";
import type { Judged, Verdict } from "./verdicts.js";

/** What becomes of a hand-in: its verdict, with everything that is not in it. */
export interface GradeLine {
  readonly handIn: PlannedHandIn;
  /** Undefined if it could not be graded; `problem` says why. */
  readonly verdict: Verdict | undefined;
  readonly problem: string | undefined;
  readonly due: string;
  readonly late: Lateness;
  /** Undefined as long as they are open, and if the part has none. */
  readonly manual: ManualPoints | undefined;
  /** The points of both parts before the penalty; undefined without a verdict. */
  readonly rawScore: number | undefined;
  readonly maxScore: number;
  /** After the penalty; never below 0. */
  readonly score: number | undefined;
}

/** Puts together what is known about each hand-in. */
export function gradeLines(
  lab: ClassSpec,
  part: ClassPart,
  judged: readonly Judged[],
  manual: ReadonlyMap<string, ManualPoints>,
  problems: ReadonlyMap<string, string>,
): GradeLine[] {
  return judged.map(({ handIn, verdict }) => {
    const due = handIn.due ?? part.due;
    const late = latenessOf(handIn.submittedAt, due, lab.late);
    const given = manual.get(handIn.id);
    const isGraded = verdict !== undefined && verdict.report.outcome !== "graderFailed";
    const rawScore = isGraded ? verdict.report.score + (given?.points ?? 0) : undefined;
    const automatic = verdict?.report.maxScore ?? maxAutomatic(lab, part);
    return {
      handIn,
      verdict,
      problem: problems.get(handIn.id) ?? (verdict === undefined ? "not graded yet" : undefined),
      due,
      late,
      manual: given,
      rawScore,
      maxScore: automatic + (part.manual?.points ?? 0),
      score: rawScore === undefined ? undefined : Math.max(0, rawScore - late.penalty),
    };
  });
}

function maxAutomatic({ tests }: ClassSpec, { name, formattingPoints }: ClassPart): number {
  return tests
    .filter(({ parts }) => parts.includes(name))
    .reduce((sum, { points }) => sum + points, formattingPoints);
}
