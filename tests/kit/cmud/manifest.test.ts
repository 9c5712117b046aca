import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { cmud } from "../../../grader/labs/cmud/lab.js";
import { course } from "../../../grader/labs/cmud/manifest.js";
import { defaultDeadlineMs, maxRequestLength } from "#solution/rpc/limits.js";
import { pointsOf } from "../../../grader/publish/handout/tables.js";
import { solutionDir, starterDir } from "../../../grader/trees/kit_paths.js";

describe("The manifest of the course", () => {
  it("gives 84 points: 21 for the checkpoint, 58 for the final, and 5 beside the tests", () => {
    expect(pointsOf(cmud)).to.deep.equal({
      ...{ checkpoint: 21, final: 58, manual: 4, formatting: 1, total: 84 },
    });
  });

  it("has 71 tests, and no id begins with another or differs from one in case alone", () => {
    const ids = cmud.tests.map((test) => test.id.toLowerCase());
    expect(ids).to.have.length(71);
    for (const id of ids) {
      expect(ids.filter((other) => other.startsWith(id))).to.deep.equal([id]);
    }
  });

  it("names files that are in the starter", () => {
    const student = cmud.studentFiles.map((file) => file.path);
    for (const path of student) expect(existsSync(join(starterDir, path)), path).to.equal(true);
    for (const test of cmud.tests) expect(student).to.include(test.file);
  });

  it("knows the limits of RPCs and the lines of the solution as they are", () => {
    expect(course.limits.maxMessageMiB * 1024 * 1024).to.equal(maxRequestLength);
    expect(course.limits.callDeadlineMs).to.equal(defaultDeadlineMs);
    for (const { work, lines } of course.effort) {
      const found = (effortFiles[work] ?? []).reduce((sum, file) => sum + codeLines(file), 0);
      expect(Math.abs(found - lines), `${work}: ${found} lines`).to.be.lessThan(20);
    }
  });

  it("explains every test", () => {
    for (const test of cmud.tests) {
      expect(test.goal, test.id).to.match(/^[A-Z].{20,}\.$/s);
      expect(test.rule, test.id).to.match(/^\w.{20,}\.$/s);
    }
  });
});

/** The files of the solution that a piece of the work is counted in. */
const effortFiles: Readonly<Record<string, readonly string[]>> = {
  mailbox: ["actor/mailbox"],
  "storage client": ["kvclient/client"],
  queries: ["query_receiver", "server", "store", "entry", "btree"].map(
    (file) => `kvserver/${file}`,
  ),
  "remote tells": ["actor/remote_tell"],
  syncing: ["query_actor", "messages", "outbox"].map((file) => `kvserver/${file}`),
};

function codeLines(file: string): number {
  const lines = readFileSync(join(solutionDir, `${file}.ts`), "utf8").split("\n");
  return lines.filter((line) => !/^\s*(\/\/|\/?\*|$)/.test(line)).length;
}
