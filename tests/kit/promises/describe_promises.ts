import { expect } from "chai";
import { problemsOf, type PromiseTable } from "../../../grader/publish/promises/promise_table.js";
import { sentencesOf } from "../../../grader/publish/promises/sentences.js";
import type { Lab } from "../../../grader/labs/lab.js";
import { checks } from "../mutants/mutant.js";

/** A wrong solution, and the tests that must fail for it. */
interface WrongSolution {
  readonly name: string;
  readonly failing: readonly string[];
}

/** Requires that an assignment's table says of every sentence what becomes of it, and nothing that is not so. */
export function describePromises(
  lab: Lab,
  table: PromiseTable,
  wrong: readonly WrongSolution[],
): void {
  it(`${lab.id}: every sentence has a test that decides it and a wrong solution that breaks it, or a reason`, async () => {
    const known = {
      tests: [...lab.tests.map(({ id }) => id), ...checks],
      wrong: new Map(wrong.map(({ name, failing }) => [name, failing])),
    };
    expect(problemsOf(await sentencesOf(lab), table, known).join("\n")).to.equal("");
  });
}
