/**
 * Goal: what students start from is put together as the assignment says, and a given file is told from one that somebody
 * wrote. Method: CMUD's own tree, and small ones whose layers lie in a folder of the test.
 */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { expect } from "chai";
import { cmud } from "../../../grader/labs/cmud/lab.js";
import { GivenTree } from "../../../grader/trees/given_tree.js";
import { kitRoot } from "../../../grader/trees/kit_paths.js";
import { readTree } from "../../../grader/trees/tree_arg.js";
import type { TreeSpec } from "../../../grader/trees/tree_spec.js";
import { TempFolder } from "./temp_tree.js";

describe("The given tree", () => {
  let temp: TempFolder;
  beforeEach(async () => {
    temp = await TempFolder.create();
  });
  afterEach(() => temp.remove());

  it("of CMUD has its student files, and every other tracked file is given", async function () {
    // Without the history nobody can tell a given file from one that somebody has added.
    if (!existsSync(join(kitRoot, ".git"))) this.skip();
    const listed = execFileSync("git", ["ls-files", "starter"], { cwd: kitRoot, encoding: "utf8" });
    const tracked = listed.split("\n").filter((path) => existsSync(join(kitRoot, path)));
    const students = new Set(cmud.studentFiles.map(({ path }) => path));
    const given = await GivenTree.read(cmud);
    const paths = tracked.filter(Boolean).map((each) => each.slice("starter/".length));
    const own = new Set(cmud.layers[0]?.only);
    for (const path of paths.filter((each) => own.has(each.split("/")[0] ?? ""))) {
      expect(given.kindOf(path), path).to.equal(students.has(path) ? "student" : "given");
    }
    expect(given.kindOf("kvserver/mine.ts")).to.equal("new");
    expect(given.kindOf("kvserver/mine.txt")).to.equal("other");
    expect(given.kindOf("replicas/replica.ts")).to.equal("other");
  });

  async function smallSpec(): Promise<TreeSpec> {
    await temp.write({
      "starter/actor/mailbox.ts": "// a stub\n",
      "starter/actor/actor.ts": "// given\n",
      "starter/store/store.ts": "// another assignment's\n",
      "starter/counter/counter.ts": 'import "./protocol.js"; import "./mine.js"; // a stub\n',
      "starter/counter/protocol.ts": 'import "./values.js";\n',
      "starter/counter/values.ts": "\n",
      "starter/counter/mine.ts": "// somebody works here\n",
      "solution/actor/mailbox.ts": "// finished\n",
      "solution/store/store.ts": "// another assignment's\n",
      "solution/counter/counter.ts": 'import "./protocol.js"; import "./mine.js";\n',
      "solution/counter/mine.ts": "// the solution's own\n",
    });
    const from = (folder: string): string => relative(kitRoot, join(temp.path, folder));
    return {
      id: "small",
      layers: [
        { from: from("starter"), only: ["actor", "counter"] },
        { from: from("solution/actor"), to: "actor" },
      ],
      solution: from("solution"),
      studentFiles: [{ path: "counter/counter.ts", dueFor: "final" }],
      openFolders: ["counter"],
      submissionsPerDeadline: 1,
    };
  }

  it("is made of layers, each laid over the ones before it", async () => {
    const { now } = await GivenTree.read(await smallSpec());
    expect([...now.keys()].sort()).to.deep.equal([
      "actor/actor.ts",
      "actor/mailbox.ts",
      "counter/counter.ts",
      "counter/mine.ts",
      "counter/protocol.ts",
      "counter/values.ts",
    ]);
    const mailbox = now.get("actor/mailbox.ts");
    expect(mailbox?.content.toString()).to.equal("// finished\n");
    expect(mailbox?.original).to.equal(join(temp.path, "solution/actor/mailbox.ts"));
  });

  it("tells what the assignment needs from what somebody put beside it", async () => {
    const given = await GivenTree.read(await smallSpec());
    const kinds = ["counter", "protocol", "values", "mine"].map((name) =>
      given.kindOf(`counter/${name}.ts`),
    );
    expect(kinds).to.deep.equal(["student", "given", "given", "new"]);
    expect(given.kindOf("actor/mailbox.ts")).to.equal("given");
    expect(given.kindOf("store/store.ts")).to.equal("other");
  });

  it("is all given where the solution was left out, as where hand-ins are graded", async () => {
    const spec = { ...(await smallSpec()), solution: "solution/none" };
    const given = await GivenTree.read(spec);
    expect(given.kindOf("counter/mine.ts")).to.equal("given");
    expect(given.kindOf("counter/counter.ts")).to.equal("student");
    expect(given.kindOf("counter/other.ts")).to.equal("new");
    const cmudThere = await GivenTree.read({ ...cmud, solution: "solution/none" });
    expect(cmudThere.kindOf("actor/popped.ts"), "only stubs import it").to.equal("given");
  });

  it("has the solution of its own assignment laid over it, and no other one's", async () => {
    const spec = await smallSpec();
    const { overlay } = await readTree(spec, "solution");
    expect(overlay?.files.map(({ path }) => path)).to.deep.equal([
      "counter/counter.ts",
      "counter/mine.ts",
    ]);
    expect(overlay?.notices).to.deep.equal([]);
  });
});
