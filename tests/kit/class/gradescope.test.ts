/**
 * Goal: Gradescope shows what was decided, with attempts and late days that a regrade does not change, and nothing of the
 * solution is uploaded. Method: the metadata of its documentation, golden results, and the zip's own list.
 */
import { expect } from "chai";
import { autograderZip } from "../../../grader/class/gradescope/build.js";
import { attemptOf, attemptWords } from "../../../grader/class/gradescope/metadata.js";
import { gradescopeResults } from "../../../grader/class/gradescope/results.js";
import { cmud } from "../../../grader/labs/cmud/lab.js";
import { readKit } from "../../../grader/publish/release/kit_files.js";
import { kitRoot } from "../../../grader/trees/kit_paths.js";
import { expectGolden } from "../report/golden.js";
import { sampleReport } from "../report/sample.js";

const due = "2027-03-12T23:59:00-05:00";
const metadata = {
  created_at: "2027-03-13T20:00:00.000000-05:00",
  assignment: { due_date: due },
  users: [{ assignment: { due_date: due } }],
  previous_submissions: [
    { submission_time: "2027-03-12T20:00:00-05:00", score: "2", autograder_error: false },
    { submission_time: "2027-03-10T20:00:00-05:00", score: 1, autograder_error: true },
    { submission_time: "2027-03-11T20:00:00-05:00", score: 1, autograder_error: false },
    // A regrade also sees what was submitted later.
    { submission_time: "2027-03-14T20:00:00-05:00", score: 9, autograder_error: false },
  ],
};

describe("On Gradescope", () => {
  it("attempts are those up to the submission, without errors of the autograder", () => {
    const attempt = attemptOf(metadata, cmud, due);
    expect(attempt).to.deep.include({ used: 3, allowed: 15 });
    expect(attempt.late.days).to.equal(1);
    expect(attemptWords(attempt)).to.equal("3 of 15 submissions used, 12 left");
    expect(attemptWords({ ...attempt, used: 17 })).to.match(/2 more than count/);
    expect(attemptOf({}, cmud, due)).to.deep.include({ used: 1 });
  });

  it("a student's own deadline counts", () => {
    const users = [{ assignment: { due_date: "2027-03-14T23:59:00-05:00" } }];
    expect(attemptOf({ ...metadata, users }, cmud, due).late.days).to.equal(0);
  });

  it("results are a test for each test and check, a cause told once", async () => {
    const results = gradescopeResults(sampleReport, attemptOf(metadata, cmud, due), "visible");
    await expectGolden("gradescope.json", `${JSON.stringify(results, undefined, 2)}\n`);
    expect(results.tests.map(({ score }) => score).reduce((sum, each) => sum + each)).to.equal(1);
    const same = results.tests.find(({ name }) => name === "LocalSyncBasic2");
    expect(same?.output).to.match(/same reason as LocalSyncBasic1/);
    const long = { ...sampleReport, notices: ["x".repeat(200_000)] };
    const attempt = attemptOf(metadata, cmud, due);
    expect(gradescopeResults(long, attempt, "hidden").output.length).to.be.below(100_000);
  });

  it("the autograder contains the kit and its scripts, and nothing of the solution", async () => {
    const files = await readKit(kitRoot);
    const zip = await autograderZip(cmud, "final", "visible", files);
    expect((await autograderZip(cmud, "final", "visible", files)).equals(zip)).to.equal(true);
    // The names stand in the zip's directory as they are.
    const names = zip.toString("latin1");
    for (const name of [
      "run_autograder",
      "setup.sh",
      "grader/cli/gradescope_run.ts",
      "tests/final/",
    ]) {
      expect(names).to.include(name);
    }
    expect(names).not.to.match(
      /solution\/kvserver|tests\/kit\/|handout\/assignment|handout\/instructor/,
    );
  });
});
