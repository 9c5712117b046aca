/**
 * Goal: nothing gets to students that nobody has decided about, or that must not leave the kit, and what they get is
 * whole. Method: the kit's files in memory, with something wrong among them.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { cmud } from "../../../../grader/labs/cmud/lab.js";
import { packageOf } from "../../../../grader/publish/release/build.js";
import type { Files } from "../../../../grader/publish/release/choose_files.js";
import { SECRETS } from "../../../../grader/publish/release/contents.js";
import { readKit } from "../../../../grader/publish/release/kit_files.js";
import { findSecrets } from "../../../../grader/publish/release/secrets.js";
import type { PublishSpec } from "../../../../grader/publish/publish_spec.js";
import { pathInTree } from "../../../../grader/trees/given_tree.js";
import { kitRoot } from "../../../../grader/trees/kit_paths.js";

const program = join(kitRoot, "build", "kit", "grader", "cli", "release.js");

function release(...args: string[]) {
  return spawnSync(process.execPath, [program, ...args], { cwd: kitRoot, encoding: "utf8" });
}

describe("a package is refused", function () {
  this.timeout(60_000);
  let kit: Files;

  before(async () => {
    kit = await readKit(kitRoot);
  });

  const withFile = (path: string, text: string): Files =>
    new Map([...kit, [path, Buffer.from(text)]]);

  it("while nobody has decided about a new file", () => {
    for (const path of [
      "notes.md",
      "grader/answers.ts",
      "grader/cheats/find.ts",
      "tests/hidden/x.test.ts",
    ]) {
      expect(() => packageOf(withFile(path, ""), cmud), path).to.throw(
        `no program of the package needs ${path}; list it`,
      );
    }
  });

  it("but not because of what the kit's own commands left there", async () => {
    const root = mkdtempSync(join(tmpdir(), "release-kit-"));
    try {
      for (const name of ["report.json", "out.html", "handin.zip", "build.log", "why.md"]) {
        writeFileSync(join(root, name), "");
      }
      mkdirSync(join(root, "tests", "mine"), { recursive: true });
      writeFileSync(join(root, "tests", "mine", "found.test.mjs"), "");
      writeFileSync(join(root, "windows.ts"), "one\r\ntwo\r\n");
      const read = await readKit(root);
      expect([...read.keys()].sort()).to.deep.equal(["why.md", "windows.ts"]);
      expect(read.get("windows.ts")?.toString()).to.equal("one\ntwo\n");
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  });

  it("with a file in a shipped folder that nothing there needs", () => {
    expect(() => packageOf(withFile("grader/report/for_staff.ts", ""), cmud)).to.throw(
      "no program of the package needs grader/report/for_staff.ts",
    );
    expect(() => packageOf(withFile("starter/rpc/scratch.ts", ""), cmud)).to.throw(
      "needs starter/rpc/scratch.ts",
    );
  });

  it("with an import of what students do not get", () => {
    const text = `import "../bench/figures.js";\n${kit.get("grader/report/score.ts")?.toString() ?? ""}`;
    expect(() => packageOf(withFile("grader/report/score.ts", text), cmud)).to.throw(
      "grader/report/score.ts needs grader/bench/figures.ts, which students do not get",
    );
  });

  it("with an import of a package that the kit does not pin", () => {
    const text = `import "left-pad";\n${kit.get("grader/report/score.ts")?.toString() ?? ""}`;
    expect(() => packageOf(withFile("grader/report/score.ts", text), cmud)).to.throw(
      "left-pad is imported",
    );
  });

  it("with a line of the solution, some lines of a test of the kit, or a page for instructors", () => {
    const secret = (path: string, content: string | Buffer): string[] =>
      findSecrets(new Map([[path, Buffer.from(content)]]), kit, SECRETS, () => false);
    const own = [...kit].filter(
      ([path, content]) =>
        /^solution\/.*\.ts$|^tests\/kit\/.*\.test\.ts$/.test(path) && content.length > 2_000,
    );
    expect(own.length).to.be.greaterThan(20);
    for (const [path, content] of own) {
      expect(secret("starter/x.ts", content).join(), path).to.contain(`contains lines of ${path}`);
    }
    const [line = ""] = (kit.get("solution/kvserver/outbox.ts")?.toString() ?? "")
      .split("\n")
      .filter((each) => each.length > 50 && !each.startsWith("import"));
    expect(secret("handout/a.html", `<p>\n    ${line}\n`)).to.have.length(1);
    expect(secret("handout/instructor/course.md", "").join()).to.contain(
      "handout/instructor/course.md must stay in the kit",
    );
  });

  it("when something else is in its place", () => {
    const other = mkdtempSync(join(tmpdir(), "release-other-"));
    try {
      writeFileSync(join(other, "cmud"), "");
      const made = release("--no-handout", "--out", other);
      expect(made.status).to.equal(1);
      expect(made.stderr).to.contain("exists and is not a package; choose another --out");
      const wrong = release("--handout");
      expect(wrong.status).to.equal(2);
    } finally {
      rmSync(other, { recursive: true, force: true });
    }
  });
});

describe("a package of another assignment", () => {
  /** A counter, whose students start from a finished actor system. */
  const counter: PublishSpec = {
    ...cmud,
    id: "counter",
    title: "A counter",
    layers: [
      { from: "starter", only: ["actor", "counter", "platform", "rpc", "todo.ts"] },
      { from: "solution/actor", to: "actor" },
    ],
    studentFiles: [{ path: "counter/counter.ts", dueFor: "final" }],
    openFolders: ["counter"],
    handout: "handout/counter",
    readme: "handout/counter/package.md",
  };
  const secretLine = "  return this.values.reduce((sum, value) => sum + value, 0) % 2_147_483_647;";
  let kit: Files;

  before(async () => {
    const texts = {
      "grader/labs/counter/lab.ts":
        'import type { Lab } from "../lab.js";\nimport "../../../tests/counter/counts.test.js";\n',
      "starter/counter/counter.ts": 'import { Mailbox } from "../actor/mailbox.js";\n',
      "solution/counter/counter.ts": `export class Counter {\n${secretLine}\n}\n`,
      "tests/counter/counts.test.ts": "",
      "handout/counter/package.md": "# {{assignment}}: {{points.total}} points\n",
    };
    kit = new Map([
      ...(await readKit(kitRoot)),
      ...Object.entries(texts).map(([path, text]) => [path, Buffer.from(text)] as const),
    ]);
  });

  it("holds what the assignment stands on, finished, and nothing of other assignments", () => {
    const packed = packageOf(kit, counter);
    for (const name of ["mailbox", "remote_tell"]) {
      const given = packed.get(`starter/actor/${name}.ts`);
      expect(given, name).to.deep.equal(kit.get(`solution/actor/${name}.ts`));
    }
    expect([...packed.keys()]).to.include.members([
      "starter/counter/counter.ts",
      "tests/counter/counts.test.ts",
      "grader/labs/counter/lab.ts",
      "grader/cli/grade.ts",
    ]);
    for (const path of packed.keys()) expect(path).not.to.match(/^starter\/kv|^starter\/app/);
    expect(packed.get("README.md")?.toString()).to.match(/^# A counter: \d+ points/);
    expect(packed.get("package.json")?.toString()).not.to.match(/srunner|crunner/);
  });

  it("may hold lines of the finished files that it stands on, and no other line of a solution", () => {
    const isGiven = (path: string): boolean =>
      counter.layers.some((layer) => pathInTree(layer, path) !== undefined);
    const packed = packageOf(kit, counter);
    expect(findSecrets(packed, kit, SECRETS, isGiven)).to.deep.equal([]);
    const told = new Map([...packed, ["handout/hint.html", Buffer.from(secretLine)]]);
    expect(findSecrets(told, kit, SECRETS, isGiven)).to.have.length(1);
    const otherSolution = kit.get("solution/kvserver/outbox.ts") ?? Buffer.of();
    expect(
      findSecrets(new Map([["starter/x.ts", otherSolution]]), kit, SECRETS, isGiven).join(),
    ).to.contain("contains lines of solution/kvserver/outbox.ts");
  });
});
