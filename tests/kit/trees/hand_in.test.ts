import { execFileSync, spawnSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { cmud } from "../../../grader/labs/cmud/lab.js";
import { packSubmission } from "../../../grader/trees/hand_in.js";
import { readTree } from "../../../grader/trees/tree_arg.js";
import { kitRoot, starterDir } from "../../../grader/trees/kit_paths.js";
import { rejection, TempFolder } from "./temp_tree.js";

const paths = cmud.studentFiles.map((file) => file.path);

describe("Packing a submission", function () {
  this.timeout(30_000);
  let temp: TempFolder;
  let tree: string;
  beforeEach(async () => {
    temp = await TempFolder.create();
    const files = Object.fromEntries(paths.map((path) => [path, `// ${path}\n`]));
    tree = await temp.write(
      { ...files, "kvserver/store.ts": "// new\n", "kvserver/notes.txt": "", "app/x.ts": "" },
      "tree",
    );
  });
  afterEach(() => temp.remove());

  it("holds the student files and new files beside them, and reads back as the same tree", async () => {
    const zip = join(temp.path, "handin.zip");
    const packed = await packSubmission(cmud, tree, zip);
    expect(packed.missing).to.deep.equal([]);
    expect(packed.warnings).to.deep.equal([]);
    expect(packed.notices.join()).to.match(/app\/x\.ts, kvserver\/notes\.txt/);
    const { overlay } = await readTree(cmud, zip);
    const contents = overlay?.files.map((file) => [file.path, file.content.toString()]);
    expect(contents).to.have.deep.members([
      ...paths.map((path) => [path, `// ${path}\n`]),
      ["kvserver/store.ts", "// new\n"],
    ]);
    expect(packed.zipBytes).to.equal((await readFile(zip)).length);
  });

  it("gives the same bytes for the same files", async () => {
    const [a, b] = [join(temp.path, "a.zip"), join(temp.path, "b.zip")];
    await packSubmission(cmud, tree, a);
    await temp.write({ "actor/mailbox.ts": "// actor/mailbox.ts\n" }, "tree");
    await packSubmission(cmud, tree, b);
    expect((await readFile(a)).equals(await readFile(b))).to.equal(true);
  });

  it("writes nothing when a file is missing", async () => {
    const part = await temp.write({ "actor/mailbox.ts": "" }, "part");
    const packed = await packSubmission(cmud, part, join(temp.path, "part.zip"));
    expect(packed.missing).to.deep.equal(paths.slice(1));
    expect(existsSync(join(temp.path, "part.zip"))).to.equal(false);
  });

  it("warns of debug prints and of what is left to write, with their lines", async () => {
    const text =
      'console.log(1);\n// console.log(2);\n  console.log (3);\nthrow new TodoError("final", "x", "5");\ndebugger;\n';
    await temp.write({ "actor/mailbox.ts": text }, "tree");
    const { warnings } = await packSubmission(cmud, tree, join(temp.path, "x.zip"));
    expect(warnings.map((line) => line.slice(line.indexOf("mailbox.ts")))).to.deep.equal([
      "mailbox.ts:1, 3  remove console.log: debug prints cost style points",
      "mailbox.ts:4  not written yet; due for the final",
      "mailbox.ts:5  remove debugger: debug prints cost style points",
    ]);
  });

  it("says so when the zip cannot be written", async () => {
    const said = await rejection(packSubmission(cmud, tree, join(temp.path, "no/such/x.zip")));
    expect(said).to.match(/cannot write .*x\.zip: there is no such folder/);
  });
});

describe("make_submit.sh", function () {
  this.timeout(120_000);
  const script = join(kitRoot, "make_submit.sh");
  let temp: TempFolder;
  before(async () => {
    temp = await TempFolder.create();
  });
  after(() => temp.remove());

  it("works from any folder, and prints what it packed", async () => {
    const env = { ...process.env, INIT_CWD: temp.path, NO_COLOR: "1" };
    const options = { cwd: temp.path, env, encoding: "utf8" } as const;
    const printed = execFileSync("sh", [script], options);
    expect(printed).to.match(/^wrote .*handin\.zip/);
    for (const path of paths) expect(printed).to.include(path);
    const { overlay } = await readTree(cmud, join(temp.path, "handin.zip"));
    const mailbox = overlay?.files.find(({ path }) => path === "actor/mailbox.ts");
    expect(mailbox?.content).to.deep.equal(await readFile(join(starterDir, "actor/mailbox.ts")));
  });

  it("ends with 1 when a file is missing, and with 2 on wrong usage", async () => {
    const part = await temp.write({ "actor/mailbox.ts": "" }, "part");
    await writeFile(join(temp.path, "old.zip"), "old");
    const packing = (...args: string[]): ReturnType<typeof spawnSync> =>
      spawnSync("sh", [script, ...args], { cwd: temp.path, encoding: "utf8" });
    const missing = packing("--tree", part, "--out", "old.zip");
    expect(missing.status).to.equal(1);
    expect(missing.stderr).to.match(
      /nothing was written: .* lacks actor\/remote_tell\.ts, kvclient/,
    );
    expect(await readFile(join(temp.path, "old.zip"), "utf8")).to.equal("old");
    const wrong = packing("--tre", part);
    expect(wrong.status).to.equal(2);
    expect(wrong.stderr).to.match(/did you mean --tree\?/);
  });
});
