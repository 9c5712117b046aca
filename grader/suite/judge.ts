import type { History } from "../history/history.js";
import { CheckFailure } from "./check_failure.js";
import { bypassesIn, explainEnd, todoIn } from "./explain.js";
import type { LabTest, SuiteSpec } from "./suite_spec.js";
import type { TestStatus } from "./suite_types.js";

/** What one attempt at a test has come to. */
export interface Judgement {
  readonly status: Extract<TestStatus, "passed" | "failed" | "timeout" | "crashed">;
  readonly message?: string;
  readonly section?: string;
  /** Whether timing alone made it fail, so that it deserves another attempt. */
  readonly timing: boolean;
  /** Whether the message is what the oracle found. */
  readonly told?: boolean;
  /** Whether it failed because code is still to be written. */
  readonly todo?: boolean;
}

/**
 * Judges a history. A run that did not come to its end has failed; and whatever else is wrong, a TODO that is still there
 * is named first.
 *
 * @throws what the check throws that is no failed check: an error of the grader.
 */
export async function judge(
  test: Pick<LabTest, "scenario" | "check">,
  history: History,
  sections: SuiteSpec["sections"],
): Promise<Judgement> {
  const judgement = await judgeAsSeen(test, history, sections);
  const todo = judgement.status === "passed" ? undefined : todoIn(history);
  if (todo === undefined) return judgement;
  // What the check says is worth reading only when there is more to it than that TODO.
  const { message = "" } = judgement;
  return {
    status: "failed",
    message:
      message === "" || message.includes(todo.text) ? todo.text : `${todo.text}\n\n${message}`,
    ...sectionOf(todo.section ?? judgement.section),
    timing: false,
    todo: true,
  };
}

async function judgeAsSeen(
  { scenario, check }: Pick<LabTest, "scenario" | "check">,
  history: History,
  sections: SuiteSpec["sections"],
): Promise<Judgement> {
  // What code was refused for that is the cause of whatever else went wrong.
  const around = bypassesIn(history, sections.actors);
  if (around !== undefined) return { status: "failed", message: around, timing: false };
  const end = explainEnd(scenario, history);
  if (end !== undefined) {
    return {
      status: history.end.how === "crashed" ? "crashed" : "timeout",
      message: end,
      timing: false,
    };
  }
  const { droppedRecords = 0 } = history;
  const tooMuch: Judgement = {
    status: "failed",
    message: `The program sent so many messages that ${droppedRecords} of them could not be looked at.`,
    timing: false,
  };
  try {
    await check(history);
  } catch (error) {
    if (error instanceof CheckFailure) {
      const { message, section, timing, told } = error;
      return { status: "failed", message, ...sectionOf(section), timing, told };
    }
    if (error instanceof Error && error.name === "AssertionError") {
      return { status: "failed", message: error.message, timing: false };
    }
    // A check may miss what was dropped, such as the reads at the end.
    if (droppedRecords > 0) return tooMuch;
    throw error;
  }
  return droppedRecords > 0 ? tooMuch : { status: "passed", timing: false };
}

function sectionOf(section: string | undefined): { section?: string } {
  return section === undefined ? {} : { section };
}
