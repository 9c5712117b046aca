/**
 * Goal: the kit's main job, from a tree to points. Method: the grader's own command, on the two trees of which the
 * outcome is known: the solution earns everything, and the starter, as it is handed out, nothing.
 */
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { cmud } from "../../grader/labs/cmud/lab.js";
import type { GradeReport } from "../../grader/report/report_types.js";

let folder: string;

/** Grades a tree with the command that people type. */
async function grade(
  part: string,
  tree: string,
  ...more: readonly string[]
): Promise<{ exitCode: number | null; report: GradeReport; printed: string }> {
  const json = join(folder, `${part}-${tree}.json`);
  const options = [`--${part}`, "--tree", tree, "--json", json, ...more];
  const args = ["grader/cli/bootstrap.js", "grade", ...options];
  const grader = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  let printed = "";
  grader.stdout.setEncoding("utf8").on("data", (text: string) => (printed += text));
  const exitCode = await new Promise<number | null>((resolve) => grader.once("close", resolve));
  return { exitCode, report: JSON.parse(await readFile(json, "utf8")) as GradeReport, printed };
}

describe("the whole kit", function () {
  // The final takes a minute on an idle machine with two cores.
  this.timeout(15 * 60_000);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "cmud-whole-"));
  });

  after(() => rm(folder, { recursive: true, force: true }));

  // The final is graded as students grade it; one seed each shows that the checkpoint is wired in the same way.
  const parts: [part: string, points: number, options: string[]][] = [
    ["checkpoint", 21, ["--seeds", "1"]],
    ["final", 59, []],
  ];
  for (const [part, points, options] of parts) {
    it(`gives the solution all ${points} points of the ${part}, and finds nothing to complain about`, async () => {
      const { exitCode, report, printed } = await grade(part, "solution", ...options);
      const lost = report.tests.filter((test) => test.status !== "passed");
      expect(lost, printed).to.deep.equal([]);
      expect(report.tests.map((test) => test.id)).to.have.members(
        cmud.tests.filter(({ parts }) => parts.includes(part)).map(({ id }) => id),
      );
      expect([report.score, report.maxScore, exitCode]).to.deep.equal([points, points, 0]);
      expect(report.checks.filter((check) => check.status === "failed")).to.deep.equal([]);
    });

    it(`gives the starter nothing for the ${part}, and says what is to be written where`, async () => {
      const { exitCode, report } = await grade(part, "starter");
      expect([report.score, report.maxScore, exitCode]).to.deep.equal([0, points, 1]);
      for (const { id, message, status } of report.tests) {
        expect(status, id).to.equal("failed");
        expect(message, id).to.match(/TODO\((checkpoint|final)\): .+ in .+\.ts; read section \d/);
      }
      const codeChecks = report.checks.filter(({ id }) => ["typecheck", "lint"].includes(id));
      expect(codeChecks.map(({ status }) => status)).to.deep.equal(["passed", "passed"]);
    });
  }
});
