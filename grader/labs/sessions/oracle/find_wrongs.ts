import type { Oracle } from "../../../history/finding.js";
import { RunJudge } from "./judge_run.js";

/** Finds what is certainly wrong in a run, in the order of its lines; see {@link RunJudge}. */
export const findWrongs: Oracle = (history) => new RunJudge(history).judge();
