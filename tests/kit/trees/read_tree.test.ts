import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { cmud } from "../../../grader/labs/cmud/lab.js";
import { readTree } from "../../../grader/trees/tree_arg.js";
import type { Overlay } from "../../../grader/trees/overlay.js";
import { rejection, starterText, TempFolder } from "./temp_tree.js";

const MAILBOX = "export class Mailbox {}\n";

describe("Reading the tree that --tree names", function () {
  this.timeout(30_000);
  let temp: TempFolder;
  beforeEach(async () => {
    temp = await TempFolder.create();
  });
  afterEach(() => temp.remove());

  async function overlay(treeArg: string): Promise<Overlay> {
    const tree = await readTree(cmud, treeArg);
    if (tree.overlay === undefined) throw new Error("this tree has no overlay");
    return tree.overlay;
  }
  const pathsOf = (read: Overlay): string[] => read.files.map((file) => file.path);

  it("takes student files and new files from a folder", async () => {
    const folder = await temp.write({
      "actor/mailbox.ts": MAILBOX,
      "kvserver/store/index.ts": "export {};\n",
    });
    const read = await overlay(folder);
    expect(pathsOf(read)).to.deep.equal(["actor/mailbox.ts", "kvserver/store/index.ts"]);
    expect(read.files[0]?.original).to.equal(join(folder, "actor/mailbox.ts"));
    expect(read.notices).to.deep.equal([]);
  });

  it("finds the files one folder deeper, in folders and zips", async () => {
    const folder = await temp.write({ "handin/actor/mailbox.ts": MAILBOX });
    expect(pathsOf(await overlay(folder))).to.deep.equal(["actor/mailbox.ts"]);
    const zip = await temp.zip("a.zip", {
      "me/starter/actor/mailbox.ts": MAILBOX,
      "__MACOSX/me/starter/actor/mailbox.ts": "junk",
    });
    expect(pathsOf(await overlay(zip))).to.deep.equal(["actor/mailbox.ts"]);
  });

  it("says from which folder it took them, and what it left beside it", async () => {
    const alone = await temp.write({ "handin/actor/mailbox.ts": MAILBOX }, "alone");
    expect((await overlay(alone)).notices).to.deep.equal([`used the folder handin/ of ${alone}`]);
    const zip = await temp.zip("b.zip", {
      "cmud/starter/actor/mailbox.ts": MAILBOX,
      "cmud/starter/kvserver/notes.txt": "",
      "cmud/old/server.ts": "elsewhere",
      "cmud/README.md": "",
    });
    const { notices, files } = await overlay(zip);
    expect(files.map((file) => file.path)).to.deep.equal(["actor/mailbox.ts"]);
    expect(notices).to.have.length(2);
    expect(notices[0]).to.match(
      /^used the folder cmud\/starter\/ of .*b\.zip; ignored cmud\/README\.md, cmud\/old\/server\.ts beside it$/,
    );
    expect(notices[1]).to.match(/^ignored kvserver\/notes\.txt: new files/);
  });

  it("prefers starter/ in a whole checkout, and asks where it cannot know", async () => {
    const checkout = await temp.write(
      { "starter/actor/mailbox.ts": MAILBOX, "solution/actor/mailbox.ts": "wrong" },
      "checkout",
    );
    expect((await overlay(checkout)).files[0]?.content.toString()).to.equal(MAILBOX);
    const two = await temp.write({ "a/actor/mailbox.ts": "", "b/actor/mailbox.ts": "" }, "two");
    expect(await rejection(readTree(cmud, two))).to.match(/several trees: a, b; name one/);
  });

  it("ignores given files, with a notice when they were changed", async () => {
    const folder = await temp.write({
      "actor/mailbox.ts": MAILBOX,
      "actor/actor.ts": (await starterText("actor/actor.ts")).replaceAll("\n", "\r\n"),
      "actor/actor_system.ts": "export class ActorSystem {}\n",
      "platform/platform.ts": "export {};\n",
      "todo.ts": "export {};\n",
    });
    const read = await overlay(folder);
    expect(pathsOf(read)).to.deep.equal(["actor/mailbox.ts"]);
    expect(read.notices.join("\n")).to.match(
      /your actor\/actor_system\.ts: the original of this given file/,
    );
    expect(read.notices.join("\n")).to.match(/your platform\/platform\.ts/);
    expect(read.notices.join("\n")).to.match(/your todo\.ts/);
    expect(read.notices.join("\n")).not.to.include("actor/actor.ts");
  });

  it("ignores what has no place in a submission, with a notice", async () => {
    const folder = await temp.write({
      "actor/mailbox.ts": MAILBOX,
      "actor/package.json": "{}",
      "kvserver/types.d.ts": "",
      "kvserver/node_modules/x/index.ts": "",
      "tools/x.ts": "",
      "kvserver/Server.ts": "",
      "tsconfig.json": "{}",
    });
    await symlink("/etc/passwd", join(folder, "actor/secret.ts"));
    const read = await overlay(folder);
    const notices = read.notices.join("\n");
    expect(pathsOf(read)).to.deep.equal(["actor/mailbox.ts"]);
    expect(notices).to.match(
      /actor\/package\.json, kvserver\/types\.d\.ts, tools\/x\.ts: new files/,
    );
    expect(notices).to.match(/secret\.ts: it is a link/);
    expect(notices).to.match(/kvserver\/Server\.ts: its name must be kvserver\/server\.ts/);
    expect(notices).not.to.match(/tsconfig|node_modules/);
  });

  it("says what is wrong with a tree that is missing, empty, flat or none", async () => {
    expect(await rejection(readTree(cmud, join(temp.path, "nope")))).to.match(/there is no .*nope/);
    expect(await rejection(readTree(cmud, temp.path))).to.match(
      /is empty; a submission contains actor/,
    );
    const flat = await temp.write({ "mailbox.ts": MAILBOX }, "flat");
    expect(await rejection(readTree(cmud, flat))).to.match(/mailbox\.ts, but it must be at actor/);
    const other = await temp.write({ "readme.md": "" }, "other");
    expect(await rejection(readTree(cmud, other))).to.match(
      /not a submission: it contains none of actor/,
    );
  });

  describe("from zips", () => {
    const files = { "actor/mailbox.ts": MAILBOX };

    it("names a file by the zip and its path in there", async () => {
      const zip = await temp.zip("handin.zip", files);
      expect((await overlay(zip)).files[0]?.original).to.equal(`${zip}/actor/mailbox.ts`);
    });

    it("refuses what is no zip, and half a zip", async () => {
      const folder = await temp.write({ "text.zip": "PK, but no zip", "empty.zip": "" });
      const whole = await temp.zip("whole.zip", files);
      const { readFile, writeFile } = await import("node:fs/promises");
      const bytes = await readFile(whole);
      await writeFile(whole, bytes.subarray(0, bytes.length - 30));
      for (const name of ["text.zip", "empty.zip", "whole.zip"]) {
        const said = await rejection(readTree(cmud, join(folder, name)));
        expect(said).to.match(/not a zip, or only part of one.*make_submit\.sh/);
      }
    });

    it("refuses paths that lead outside", async () => {
      const inside = { ...files, "aa/bb/evil.ts": "" };
      for (const evil of ["../../evil.ts", "/etc/xx/ev.ts", "C:/bb/evil.ts"]) {
        const to = evil.padEnd("aa/bb/evil.ts".length, "s");
        const zip = await temp.forgedZip("evil.zip", inside, "aa/bb/evil.ts", to);
        expect(await rejection(readTree(cmud, zip)), evil).to.match(/broken or hostile/);
      }
    });

    it("refuses links, the same name twice, and encryption", async () => {
      const link = await temp.zip("link.zip", { ...files, "link:actor/x.ts": "/etc/passwd" });
      expect(await rejection(readTree(cmud, link))).to.match(/actor\/x\.ts is a link/);
      const twice = { "actor/mailbox.ts": "", "actor/mailboy.ts": "" };
      const same = await temp.forgedZip("same.zip", twice, "mailboy", "mailbox");
      expect(await rejection(readTree(cmud, same))).to.match(/holds actor\/mailbox\.ts twice/);
    });

    it("refuses too many entries and too much content", async () => {
      const many = Object.fromEntries(
        Array.from({ length: 501 }, (_, i) => [`actor/f${i}.ts`, ""]),
      );
      expect(await rejection(readTree(cmud, await temp.zip("many.zip", many)))).to.match(
        /501 entries/,
      );
      const bomb = { ...files, "actor/bomb.ts": "x".repeat(21 * 1024 * 1024) };
      expect(await rejection(readTree(cmud, await temp.zip("bomb.zip", bomb)))).to.match(/20 MiB/);
    });

    it("refuses content that is longer than the zip says", async () => {
      const zip = await temp.zip("liar.zip", { "actor/mailbox.ts": "x".repeat(100_000) });
      const { readFile, writeFile } = await import("node:fs/promises");
      const bytes = await readFile(zip);
      const claimed = Buffer.alloc(4);
      claimed.writeUInt32LE(100_000);
      const lie = Buffer.alloc(4);
      lie.writeUInt32LE(10);
      for (let at = bytes.indexOf(claimed); at >= 0; at = bytes.indexOf(claimed))
        lie.copy(bytes, at);
      await writeFile(zip, bytes);
      expect(await rejection(readTree(cmud, zip))).to.match(/broken or hostile/);
    });
  });
});
