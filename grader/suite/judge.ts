import type { History } from "../history/history.js";
import { CheckFailure } from "./check_failure.js";
import { bypassesIn, explainEnd, todoIn } from "./explain.js";
import { seenErrors, withErrors } from "./seen_errors.js";
import { implausibleIn } from "../run/plausible.js";
import type { StepKinds } from "../run/step_kind.js";
import type { LabTest, SuiteSpec } from "./suite_spec.js";
import type { TestStatus } from "./suite_types.js";

/** The result of one attempt at a test. */
export interface Judgement {
  readonly status: Extract<TestStatus, "passed" | "failed" | "timeout" | "crashed">;
  readonly message?: string;
  readonly section?: string;
  /** Whether the message reports the oracle's findings. */
  readonly told?: boolean;
  /** Whether it failed because code has not been written yet. */
  readonly todo?: boolean;
  /** See {@link TestResult.cause}. */
  readonly cause?: string;
}

/**
 * Judges a history. A run that did not reach its end has failed. A TODO that is left in the code is reported first,
 * whatever else is wrong.
 *
 * @param steps the kinds of steps, to find out whether a run can have left such a history; default: it is believed.
 * @throws exceptions of the check that are not failures, but errors of the grader.
 */
export async function judge(
  test: Pick<LabTest, "scenario" | "check">,
  history: History,
  sections: SuiteSpec["sections"],
  steps?: StepKinds,
): Promise<Judgement> {
  const judgement = await judgeAsSeen(test, history, sections);
  if (judgement.status === "passed" && steps !== undefined) {
    const why = implausibleIn(test.scenario, history, steps);
    if (why !== undefined) return { status: "failed", message: impossible(why) };
  }
  const todo = judgement.status === "passed" ? undefined : todoIn(history);
  if (todo === undefined) return withCause(judgement, history);
  // Report the check's message only if it says more than the TODO.
  const { message = "" } = judgement;
  return {
    status: "failed",
    message:
      message === "" || message.includes(todo.text) ? todo.text : `${todo.text}\n\n${message}`,
    ...sectionOf(todo.section ?? judgement.section),
    todo: true,
    cause: todo.text,
  };
}

function impossible(why: string): string {
  return `What was reported of this run cannot have happened in one: ${why}. Does the code change what it runs on?`;
}

/** Adds the errors that were seen to a failure. What an actor threw is the cause of what follows. */
function withCause(judgement: Judgement, history: History): Judgement {
  const { status, message = "" } = judgement;
  if (status === "passed") return judgement;
  const errors = seenErrors(history);
  const thrown = errors.find(({ byActor }) => byActor);
  const cause =
    thrown === undefined ? judgement.cause : `threw ${thrown.message} at ${thrown.place ?? "?"}`;
  return {
    ...judgement,
    message: withErrors(message, errors),
    ...(cause === undefined ? {} : { cause }),
  };
}

async function judgeAsSeen(
  { scenario, check }: Pick<LabTest, "scenario" | "check">,
  history: History,
  sections: SuiteSpec["sections"],
): Promise<Judgement> {
  // Refused code is the cause of everything else that went wrong.
  const around = bypassesIn(history, sections.actors);
  if (around !== undefined) {
    return { status: "failed", message: around, cause: around };
  }
  const end = explainEnd(scenario, history);
  if (end !== undefined) {
    const crashed = history.end.how === "crashed";
    return {
      status: crashed ? "crashed" : "timeout",
      message: end,
      ...(history.end.how === "stuck" ? { cause: end } : {}),
    };
  }
  const { droppedRecords = 0 } = history;
  const tooMuch: Judgement = {
    status: "failed",
    message: `The program sent so many messages that ${droppedRecords} of them could not be recorded.`,
  };
  try {
    await check(history);
  } catch (error) {
    if (error instanceof CheckFailure) {
      const { message, section, told, cause } = error;
      const named = cause === undefined ? {} : { cause };
      return { status: "failed", message, ...sectionOf(section), told, ...named };
    }
    if (error instanceof Error && error.name === "AssertionError") {
      return { status: "failed", message: error.message };
    }
    // The check may miss dropped records, such as the reads at the end.
    if (droppedRecords > 0) return tooMuch;
    throw error;
  }
  return droppedRecords > 0 ? tooMuch : { status: "passed" };
}

function sectionOf(section: string | undefined): { section?: string } {
  return section === undefined ? {} : { section };
}
