import { readFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { cmud } from "../../../grader/labs/cmud/lab.js";
import { stageTree } from "../../../grader/trees/stage_tree.js";
import { writeTree } from "../../../grader/trees/write_tree.js";
import { TreeWatcher } from "../../../grader/cli/watch_tree.js";
import { rejection, TempFolder } from "./temp_tree.js";

describe("Writing and watching trees", function () {
  this.timeout(180_000);
  let temp: TempFolder;
  beforeEach(async () => {
    temp = await TempFolder.create();
  });
  afterEach(() => temp.remove());

  it("writes a whole project, and never into a folder that holds something", async () => {
    const tree = await stageTree(cmud, "solution");
    const target = join(temp.path, "out", "solution");
    await writeTree(tree, target);
    const text = await readFile(join(target, "package.json"), "utf8");
    const { scripts, dependencies } = JSON.parse(text) as Record<string, Record<string, string>>;
    expect(scripts).to.include.keys("build", "srunner", "crunner", "cmud", "example");
    expect(dependencies).to.include.keys("ws", "yargs", "pure-rand");
    for (const file of ["kvserver/server.ts", "build/srunner/main.js", "tsconfig.json"]) {
      expect(existsSync(join(target, file)), file).to.equal(true);
    }
    expect(await rejection(writeTree(tree, target))).to.match(/is not empty/);
  });

  it("tells of a change once, however many files it touches, and of none after the end", async () => {
    const folder = await temp.write({ "actor/mailbox.ts": "" }, "tree");
    let changes = 0;
    const changed = new Promise<void>((resolve) => {
      void TreeWatcher.start(folder, () => {
        changes++;
        resolve();
      }).then(async (watcher) => {
        await temp.write({ "actor/mailbox.ts": "1", "actor/new.ts": "2" }, "tree");
        await changed;
        watcher.close();
        await temp.write({ "actor/mailbox.ts": "3" }, "tree");
      });
    });
    await changed;
    await sleep(500);
    expect(changes).to.equal(1);
  });
});
