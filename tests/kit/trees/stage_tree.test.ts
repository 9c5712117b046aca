import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { expect } from "chai";
import { cmud } from "../../../grader/labs/cmud/lab.js";
import { newScratch } from "../../../grader/trees/scratch.js";
import { stageEdits } from "../../../grader/trees/stage_edits.js";
import { stageTree, type StagedTree } from "../../../grader/trees/stage_tree.js";
import { starterDir } from "../../../grader/trees/kit_paths.js";
import { typeCheck, syntaxErrors } from "../../../grader/static/type_check.js";
import { whyNotRunnable } from "../../../grader/static/runnable.js";
import { rejection, starterText, TempFolder } from "./temp_tree.js";

describe("Staging a tree", function () {
  this.timeout(180_000);
  let temp: TempFolder;
  beforeEach(async () => {
    temp = await TempFolder.create();
  });
  afterEach(() => temp.remove());

  it("lays an overlay over the starter, and names the person's file in source maps", async () => {
    const mailbox = await starterText("actor/mailbox.ts");
    const folder = await temp.write({
      "actor/mailbox.ts": `${mailbox}export const mine: number = 1;\n`,
      "actor/helper.ts": "export const help = 1;\n",
    });
    const stage = (): Promise<StagedTree> => stageTree(cmud, folder, { check: false });
    const tree = temp.keepTrackOf(await stage());
    const compiled = join(tree.jsDir, "actor/mailbox.js");
    expect(await readFile(compiled, "utf8")).to.include("export const mine = 1");
    const map = JSON.parse(await readFile(`${compiled}.map`, "utf8")) as { sources: string[] };
    const original = join(folder, "actor/mailbox.ts");
    expect(map.sources.map((source) => resolve(dirname(compiled), source))).to.deep.equal([
      original,
    ]);
    expect(tree.mapPath(compiled)).to.equal(original);
    expect(tree.mapPath(join(tree.srcDir, "actor/actor.ts"))).to.equal(
      join(starterDir, "actor/actor.ts"),
    );
    const own = tree.studentFiles.filter((file) => file.fromOverlay);
    expect(own.map((file) => [file.path, file.isNew])).to.deep.equal([
      ["actor/mailbox.ts", false],
      ["actor/helper.ts", true],
    ]);
    expect(tree.studentFiles).to.have.length(7);

    const before = await stat(compiled);
    const again = await stage();
    expect((await stat(compiled)).mtimeMs, "an unchanged tree is not compiled again").to.equal(
      before.mtimeMs,
    );
    expect(again.studentFiles).to.deep.equal(tree.studentFiles);

    await rm(join(folder, "actor/helper.ts"));
    await stage();
    expect(existsSync(join(tree.jsDir, "actor/helper.js")), "what is gone is gone").to.equal(false);
    expect(existsSync(join(tree.srcDir, "actor/helper.ts"))).to.equal(false);
  });

  it("removes what killed processes have left beside a tree, and nothing of others", async () => {
    const folder = await temp.write({ "actor/mailbox.ts": await starterText("actor/mailbox.ts") });
    const stage = (): Promise<StagedTree> => stageTree(cmud, folder, { check: false });
    const tree = temp.keepTrackOf(await stage());
    const { pid: dead } = spawnSync(process.execPath, ["--version"]);
    const mine = newScratch(tree.jsDir);
    const left = mine.replace(`-${process.pid}-`, `-${dead}-`);
    const elsewhere = left.replace(hostname(), `not-${hostname()}`);
    for (const scratch of [mine, left, elsewhere]) await mkdir(scratch, { recursive: true });
    await stage();
    expect([mine, left, elsewhere].map((scratch) => existsSync(scratch))).to.deep.equal([
      true,
      false,
      true,
    ]);
  });

  it("emits code with type errors, and tells of them where the person finds them", async () => {
    const mailbox = await starterText("actor/mailbox.ts");
    const folder = await temp.write({
      "actor/mailbox.ts": mailbox.replace(
        "push(value: T): void",
        "push(value: T, extra: T): number",
      ),
    });
    const tree = temp.keepTrackOf(await stageTree(cmud, folder));
    expect(existsSync(join(tree.jsDir, "actor/mailbox.js"))).to.equal(true);
    const check = typeCheck(tree);
    expect(check.status).to.equal("failed");
    expect(check.message).to.match(/a given file no longer fits yours.*TS2554/);
    expect([...syntaxErrors(tree)]).to.deep.equal([]);
    expect((await stageTree(cmud, folder)).diagnostics, "they are kept").to.deep.equal(
      tree.diagnostics,
    );
    const before = await stat(join(tree.jsDir, "actor/mailbox.js"));
    await stageTree(cmud, folder, { check: false });
    const after = await stat(join(tree.jsDir, "actor/mailbox.js"));
    expect(after.mtimeMs, "it serves who wants no types checked").to.equal(before.mtimeMs);
  });

  it("tells only what it cannot read while it cannot read a file", async () => {
    const mailbox = await starterText("actor/mailbox.ts");
    const client = (await starterText("kvclient/client.ts")).replace("get(key: string)", "get(key");
    const folder = await temp.write({
      "actor/mailbox.ts": mailbox.replace("push(value: T): void", "push(): number"),
      "kvclient/client.ts": client,
    });
    const check = typeCheck(temp.keepTrackOf(await stageTree(cmud, folder)));
    const files = new Set(check.places?.map(({ file }) => basename(file)));
    expect([...files]).to.deep.equal(["client.ts"]);
  });

  it("begins with what was made of the starter, with the same outcome as from nothing", async () => {
    const edited = (await starterText("kvclient/client.ts")).replace(
      "list(prefix: string)",
      "list(prefix: number)",
    );
    const folder = await temp.write({
      "actor/mailbox.ts": await starterText("actor/mailbox.ts"),
      "kvclient/client.ts": edited,
      "kvclient/more.ts": "export const more = 1;\n",
    });
    const starter = await stageTree(cmud, "starter");
    const seeded = temp.keepTrackOf(await stageTree(cmud, folder));
    const outcome = { diagnostics: seeded.diagnostics, files: await filesBelow(seeded.jsDir) };
    await rm(seeded.folder, { recursive: true });
    // A stamp that says of errors, so that nobody begins with it.
    const stampFile = join(starter.folder, "stage.json");
    const stamp = await readFile(stampFile, "utf8");
    await writeFile(stampFile, stamp.replace('"diagnostics":[]', '"diagnostics":[{}]'));
    try {
      const anew = await stageTree(cmud, folder);
      expect(outcome.diagnostics).to.deep.equal(anew.diagnostics);
      expect(outcome.diagnostics.length).to.be.greaterThan(0);
      expect(outcome.files).to.deep.equal(await filesBelow(anew.jsDir));
    } finally {
      await writeFile(stampFile, stamp);
    }
    const map = JSON.parse(outcome.files.get("actor/mailbox.js.map") ?? "") as {
      sources: string[];
    };
    expect(
      map.sources.map((source) => resolve(seeded.jsDir, "actor", source)),
      "also of a stub that was handed in as it is",
    ).to.deep.equal([join(folder, "actor/mailbox.ts")]);
  });

  it("says which tests cannot run because of a file that cannot be parsed", async () => {
    const folder = await temp.write({ "kvclient/client.ts": "export class Client { get(; }\n" });
    const tree = temp.keepTrackOf(await stageTree(cmud, folder));
    const broken = syntaxErrors(tree);
    expect(broken.get("kvclient/client.ts")).to.match(/client\.ts:1:\d+ /);
    const why = (...entries: string[]): string | undefined =>
      whyNotRunnable(entries, tree.jsDir, broken);
    expect(why("kvclient/client")).to.match(/kvclient\/client\.ts cannot be/);
    expect(why("kvserver/server", "kvclient/client")).to.match(/kvclient\/client\.ts/);
    expect(why("actor/mailbox")).to.equal(undefined);
    expect(why("actor/actor_system", "actor/remote_tell")).to.equal(undefined);
  });

  it("stages edits, each of which must fit exactly once", async () => {
    const file = "actor/mailbox.ts";
    const edit = { file, find: "close(): void {", replace: 'close(): void { String("$& $1");' };
    const tree = temp.keepTrackOf(await stageEdits(cmud, "starter", "test-edits", [edit]));
    const compiled = await readFile(join(tree.jsDir, "actor/mailbox.js"), "utf8");
    expect(compiled).to.include('String("$& $1")');
    const refused = (find: string, inFile = file): Promise<string> =>
      rejection(stageEdits(cmud, "starter", "test-edits", [{ file: inFile, find, replace: "" }]));
    expect(await refused("no such text")).to.match(/0 times instead of once/);
    expect(await refused("TodoError")).to.match(/[2-9] times instead of once/);
    expect(await refused("x", "actor/actor.ts")).to.match(/it has no such file/);
  });
});

/** The texts of all files below a folder, by their paths. */
async function filesBelow(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((e) => join(e.parentPath, e.name));
  const files = new Map<string, string>();
  for (const path of paths.sort()) {
    files.set(relative(folder, path).split(sep).join("/"), await readFile(path, "utf8"));
  }
  return files;
}
