/** Goal: plain mocha runs the file of a suite, for debugging. Method: the command that one types, on one short test. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect } from "chai";
import { kitRoot } from "../../../grader/trees/kit_paths.js";

describe("Plain mocha", function () {
  this.timeout(180_000);

  it("runs the tests that a suite's file exports, on the tree that is named", () => {
    const mocha = join(kitRoot, "node_modules", "mocha", "bin", "mocha.js");
    const file = "build/kit/tests/checkpoint/mailbox.test.js";
    const run = (tree: string): string =>
      spawnSync(process.execPath, [mocha, file, "-g", "MailboxBasic1"], {
        cwd: kitRoot,
        env: { ...process.env, CMUD_TREE: tree, CMUD_DRIVER: "sim", NO_COLOR: "1" },
        encoding: "utf8",
      }).stdout;
    expect(run("solution")).to.match(/MailboxBasic1: Pushes one value.*\n+ +1 passing/);
    expect(run("starter")).to.match(/1 failing[^]*TODO\(checkpoint\)/);
  });
});
