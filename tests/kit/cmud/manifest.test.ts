import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { cmud } from "../../../grader/labs/cmud/lab.js";
import { course } from "../../../grader/labs/cmud/manifest.js";
import { maxRequestLength } from "#solution/rpc/limits.js";
import { solutionDir, starterDir } from "../../../grader/trees/kit_paths.js";

describe("The manifest of the course", () => {
  it("gives the points of each hand-in to its tests, and 84 in all", () => {
    const { points } = course;
    for (const part of ["checkpoint", "final"] as const) {
      const tests = cmud.tests.filter(({ parts }) => parts.includes(part));
      const sum = tests.reduce((total, test) => total + test.points, 0);
      expect(sum, part).to.equal(points[part]);
    }
    expect(points.checkpoint + points.final + points.manual + points.formatting).to.equal(
      points.total,
    );
    expect(points.total).to.equal(84);
  });

  it("has 71 tests, and no id begins with another or differs from one in case alone", () => {
    const ids = cmud.tests.map((test) => test.id.toLowerCase());
    expect(ids).to.have.length(71);
    for (const id of ids) {
      expect(ids.filter((other) => other.startsWith(id))).to.deep.equal([id]);
    }
  });

  it("names files that are in the starter", () => {
    const student = course.studentFiles.map((file) => file.path);
    for (const path of student) expect(existsSync(join(starterDir, path)), path).to.equal(true);
    for (const test of cmud.tests) expect(student).to.include(test.file);
  });

  it("knows the longest message and the lines of the solution as they are", () => {
    expect(course.limits.maxMessageMiB * 1024 * 1024).to.equal(maxRequestLength);
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
