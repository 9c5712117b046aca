/**
 * Goal: a check runs again when its tree has changed and at no other time. Method: a check that counts its runs, on trees
 * that are staged for it.
 */
import { expect } from "chai";
import { cmud } from "../../../grader/labs/cmud/lab.js";
import type { CheckResult } from "../../../grader/static/check_result.js";
import { remembered } from "../../../grader/static/remembered.js";
import { stageEdits, type Edit } from "../../../grader/trees/stage_edits.js";
import { TempFolder } from "../trees/temp_tree.js";

describe("What a check has said of a tree", function () {
  this.timeout(60_000);

  it("is remembered until the tree changes", async () => {
    const temp = await TempFolder.create();
    let runs = 0;
    const check = (): Promise<CheckResult> => {
      runs++;
      return Promise.resolve({
        ...{ id: "lint", status: "failed", score: 0, maxScore: 0 },
        message: `run ${runs}`,
      });
    };
    const stage = (replace: string): Promise<Parameters<typeof remembered>[0]> => {
      const find = "export class Mailbox";
      const edits: Edit[] = [{ file: "actor/mailbox.ts", find, replace: `${replace}${find}` }];
      return stageEdits(cmud, "starter", "test-remembered", edits);
    };
    const first = temp.keepTrackOf(await stage("// one\n"));
    expect((await remembered(first, "lint", {}, check)).message).to.equal("run 1");
    expect((await remembered(await stage("// one\n"), "lint", {}, check)).message).to.equal(
      "run 1",
    );
    expect((await remembered(await stage("// two\n"), "lint", {}, check)).message).to.equal(
      "run 2",
    );
    await temp.remove();
  });
});
