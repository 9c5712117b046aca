/** Goal: no compiled module outlives its source. Method: a folder with files that say nothing. */
import { readdirSync } from "node:fs";
import { expect } from "chai";
import { removeStale } from "../../../grader/trees/remove_stale.js";
import { TempFolder } from "./temp_tree.js";

describe("What was compiled from a file that is gone", () => {
  let folder: TempFolder;
  before(async () => (folder = await TempFolder.create()));
  after(() => folder.remove());

  it("is removed, and nothing else", async () => {
    const src = await folder.write({ "a.ts": "", "kept/b.ts": "" }, "src");
    const compiled = ["a.js", "a.js.map", "a.d.ts", "kept/b.js", "kept/b.test.js", "gone/a.js"];
    const files = [...compiled, "table.json"].map((file) => [file, ""] as const);
    const js = await folder.write(Object.fromEntries(files), "js");
    removeStale(js, src);
    expect(readdirSync(js, { recursive: true })).to.have.members([
      "a.js",
      "a.js.map",
      "a.d.ts",
      "kept",
      "kept/b.js",
      "gone",
      "table.json",
    ]);
  });
});
