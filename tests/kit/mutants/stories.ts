import type { Finding } from "../../../grader/history/finding.js";
import type { History } from "../../../grader/history/history.js";
import type { SuiteSpec } from "../../../grader/suite/suite_spec.js";
import { checkStory } from "../cmud/oracle/story_checker.js";

/** Holds what the oracle says of wrong solutions against the records of their runs. */
export class Stories {
  /** How many findings were read, and how many statements in them were compared with the records. */
  findings = 0;
  statements = 0;
  readonly untrue: string[] = [];
  readonly unread: string[] = [];
  /** Findings whose times were changed, and in which the checker noticed nothing. */
  readonly unnoticed: string[] = [];

  /** The same assignment, with an oracle that is held to what it says. */
  heldTo<L extends SuiteSpec>(lab: L): L {
    const findWrongs = (history: History): readonly Finding[] => {
      const findings = lab.findWrongs(history);
      this.#check(history, findings);
      return findings;
    };
    return { ...lab, findWrongs };
  }

  #check(history: History, findings: readonly Finding[]): void {
    const { checked, untrue, unread } = checkStory(history, findings);
    this.findings += findings.length;
    this.statements += checked;
    this.untrue.push(...untrue);
    this.unread.push(...unread);
    for (const finding of findings) {
      // By chance, the same may have happened once more a little later.
      const changed = [0.7, 1.3].map((ms) => withTimesLater(finding.message, ms));
      if (changed.includes(finding.message)) continue;
      const isUnnoticed = (message: string): boolean =>
        checkStory(history, [{ ...finding, message }]).untrue.length === 0;
      if (changed.every(isUnnoticed)) this.unnoticed.push(finding.message);
    }
  }
}

/** A message in which every moment is a little later. */
function withTimesLater(message: string, ms: number): string {
  return message.replaceAll(/\b(at|from) ([\d.]+) ms/g, (_, word: string, time: string) => {
    return `${word} ${Number(time) + ms} ms`;
  });
}
