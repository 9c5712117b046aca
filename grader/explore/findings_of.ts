import type { Finding } from "../labs/cmud/oracle/finding.js";
import type { CaseResult } from "./case_runner.js";

/** What the oracle found in a case; nothing if the run did not come to its end. */
export function findingsOf({ wrongs }: CaseResult): Finding[] {
  return wrongs.filter((wrong): wrong is Finding => "evidence" in wrong);
}
