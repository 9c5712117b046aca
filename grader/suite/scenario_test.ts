import { it } from "mocha";
import { findTest } from "../labs/cmud/manifest.js";
import type { Scenario } from "../history/scenario.js";
import type { Check, Definition, ScenarioTestOptions } from "./definition.js";
import { runUnderPlainMocha } from "./plain_mocha.js";
import { recordDefinition } from "./recorded_definitions.js";

export { CheckFailure, type CheckFailureOptions } from "./check_failure.js";
export type { Check, ScenarioTestOptions } from "./definition.js";

/**
 * Defines the test of an id of the course's manifest: a scenario, and a check of the history that comes of it.
 *
 * Under the grader, scenarios run several at a time and ahead of the checks. Under plain mocha, which is for debugging
 * (`CMUD_TREE=solution npx mocha build/kit/tests/final/...`), it is one `it` that runs them by itself.
 *
 * @throws when the manifest has no test of that id.
 */
export function scenarioTest(
  id: string,
  scenario: Scenario,
  check: Check,
  options: ScenarioTestOptions = {},
): void {
  const test = findTest(id);
  if (test === undefined) throw new Error(`the course's manifest has no test ${id}`);
  const definition: Definition = {
    id,
    scenario,
    check,
    checkAnyway: options.checkAnyway ?? false,
  };
  if (recordDefinition(definition)) return;
  it(`${id}: ${test.goal}`, async function () {
    this.timeout(0);
    await runUnderPlainMocha(definition);
  });
}
