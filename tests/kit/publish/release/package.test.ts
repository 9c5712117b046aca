/**
 * Goal: what students get is whole, compiles by itself, and holds nothing that is not for them. Method: one package, made
 * by the program that instructors run, in a folder outside of the kit, and used there as a student would.
 */
import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { expect } from "chai";
import { cmud as lab } from "../../../../grader/labs/cmud/lab.js";
import { listFiles } from "../../../../grader/publish/handout/check_site.js";
import type { Files } from "../../../../grader/publish/release/choose_files.js";
import { readKit } from "../../../../grader/publish/release/kit_files.js";
import { pathInTree } from "../../../../grader/trees/given_tree.js";
import { readZip } from "../../../../grader/trees/zip.js";
import { kitRoot } from "../../../../grader/trees/kit_paths.js";

const program = join(kitRoot, "build", "kit", "grader", "cli", "release.js");

function run(cwd: string, args: readonly string[]) {
  const env = { ...process.env, INIT_CWD: cwd, NO_COLOR: "1" };
  const ended = spawnSync(process.execPath, args, { cwd, env, encoding: "utf8" });
  return { code: ended.status, out: ended.stdout, err: ended.stderr };
}

describe("what students get", function () {
  this.timeout(300_000);
  let dir: string;
  let cmud: string;
  let kit: Files;
  let printed: string;
  /** Runs a program of the package, which has been compiled before. */
  const inPackage = (name: string, ...args: string[]) =>
    run(cmud, [`build/kit/grader/cli/${name}.js`, ...args]);

  before(async () => {
    kit = await readKit(kitRoot);
    dir = mkdtempSync(join(tmpdir(), "release-"));
    const made = run(dir, [program, "--no-handout", "--out", dir]);
    expect(made.code, made.err).to.equal(0);
    printed = made.out;
    cmud = join(dir, "cmud");
    // What "npm ci" would put there; the package's own list is compared with its imports below.
    symlinkSync(join(kitRoot, "node_modules"), join(cmud, "node_modules"), "junction");
  });

  after(() => {
    rmSync(dir, { recursive: true, force: true });
  });

  const given = (): string[] =>
    listFiles(cmud).filter((path) => !/^(node_modules|build)\//.test(path));

  it("is told with its sizes", () => {
    expect(printed).to.match(/wrote .*cmud\/ \(\d+ files, [\d.]+ MiB\)/);
    expect(printed).to.match(/wrote .*cmud\.zip \([\d.]+ [KM]iB\)/);
    expect(printed).to.contain("It does not contain the handout");
  });

  it("is the same in the folder and in the zip, and the same bytes when it is made once more", () => {
    const again = join(dir, "again");
    expect(run(dir, [program, "--no-handout", "--out", again]).code).to.equal(0);
    const zips = [join(dir, "cmud.zip"), join(again, "cmud.zip")].map((zip) => readFileSync(zip));
    expect(zips[0]?.equals(zips[1] ?? Buffer.of())).to.equal(true);
    const before = given();
    expect(listFiles(join(again, "cmud")).sort()).to.deep.equal(before.sort());
    for (const path of before) {
      const both = [join(cmud, path), join(again, "cmud", path)].map((file) => readFileSync(file));
      expect(both[0]?.equals(both[1] ?? Buffer.of()), path).to.equal(true);
    }
  });

  it("unpacks into one folder, from which make_submit.sh can be run", async () => {
    const { files } = await readZip(join(dir, "cmud.zip"));
    for (const { path, content } of files) {
      expect(path).to.match(/^cmud\//);
      expect(content.equals(readFileSync(join(dir, path))), path).to.equal(true);
    }
    expect(statSync(join(cmud, "make_submit.sh")).mode & 0o111).to.not.equal(0);
  });

  it("has the starter, the suites and what a student reads first", () => {
    const paths = new Set(given());
    for (const { path } of lab.studentFiles) expect(paths).to.include(`starter/${path}`);
    for (const path of kit.keys()) {
      const isOf = lab.layers.some((layer) => pathInTree(layer, path) !== undefined);
      if (isOf || /^tests\/(checkpoint|final|support)\//.test(path)) {
        expect(paths).to.include(path);
      }
    }
    expect(paths).to.include.members(["README.md", "package-lock.json", ".npmrc", "tsconfig.json"]);
    const readme = readFileSync(join(cmud, "README.md"), "utf8");
    expect(readme).to.match(new RegExp(`0 of\\s21 points`));
    expect(readme).not.to.contain("{{");
  });

  it("has nothing of the solution, the kit's tests or the instructors, and no word of where they are", () => {
    for (const path of given()) {
      expect(path).not.to.match(
        /solution|tests\/kit|instructor|grader\/(bench|cli\/coverage|publish\/(handout|release))/,
      );
      if (path.endsWith(".br")) continue;
      const text = readFileSync(join(cmud, path), "utf8");
      expect(text, path).not.to.match(
        /#solution\/|["'`./]solution\/\w|tests\/kit|handout\/instructor/,
      );
    }
  });

  it("names in its commands programs that are there, and in its README commands that are there", () => {
    const { scripts, engines } = JSON.parse(readFileSync(join(cmud, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
      engines: { node: string };
    };
    for (const command of Object.values(scripts)) {
      const [, name] = /^node grader\/cli\/bootstrap\.js (\S+)/.exec(command) ?? [];
      if (name !== undefined)
        expect(existsSync(join(cmud, "grader", "cli", `${name}.ts`)), name).to.equal(true);
    }
    const readme = readFileSync(join(cmud, "README.md"), "utf8");
    const named = [...readme.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name);
    expect(named.length).to.be.greaterThan(10);
    expect(Object.keys(scripts)).to.include.members(named);
    const tests = [...readme.matchAll(/--(?:only|explain) (\w+)/g)].map(([, id]) => id);
    expect(tests).to.not.be.empty;
    expect(readme).to.contain(`${engines.node.replace(">=", "")} or later`);
    expect(lab.tests.map(({ id }) => id)).to.include.members(tests);
  });

  it("locks all that it needs at the kit's versions, and nothing else", () => {
    const lock = JSON.parse(readFileSync(join(cmud, "package-lock.json"), "utf8")) as LockText;
    const whole = JSON.parse(readFileSync(join(kitRoot, "package-lock.json"), "utf8")) as LockText;
    const { dependencies, devDependencies } = JSON.parse(
      readFileSync(join(cmud, "package.json"), "utf8"),
    ) as Pick<LockText["packages"][string], "dependencies" | "devDependencies">;
    expect(lock.packages[""]).to.deep.include({ dependencies, devDependencies });
    for (const [place, locked] of Object.entries(lock.packages)) {
      if (place !== "") expect(locked, place).to.deep.equal(whole.packages[place]);
      for (const name of Object.keys({ ...locked.dependencies })) {
        const folders = place
          .split(/(?<=.)\/?(?=node_modules\/)/)
          .map((_, index, parts) => [...parts.slice(0, index), "node_modules"].join("/"));
        const inside = place === "" ? [] : [`${place}/node_modules`];
        expect(
          [...folders, ...inside].some((folder) => `${folder}/${name}` in lock.packages),
          `${name} for ${place}`,
        ).to.equal(true);
      }
    }
    expect(lock.packages).to.include.keys("node_modules/yargs", "node_modules/typescript");
    expect(lock.packages).to.not.have.any.keys(
      "node_modules/chai",
      "node_modules/typedoc",
      "node_modules/nyc",
    );
  });

  describe("in use", () => {
    it("compiles by itself, on the way to its first program", () => {
      const first = run(cmud, ["grader/cli/bootstrap.js", "restore"]);
      expect(first.err).to.match(/^compiling the grader, once; .*\n$/);
      expect(first.out).to.equal("all given files are unchanged\n");
      const compiled = run(cmud, ["node_modules/typescript/bin/tsc", "-b", "--pretty", "false"]);
      expect(compiled.out).to.equal("");
      expect(compiled.code).to.equal(0);
    });

    it("grades the stubs, and says that there is no solution", () => {
      const graded = inPackage("grade", "--checkpoint", "--only", "MailboxBasic1");
      expect(graded.code, graded.err).to.equal(1);
      expect(graded.out).to.contain("TODO(checkpoint): write Mailbox.push in actor/mailbox.ts");
      expect(graded.out).not.to.contain("note");
      for (const command of [
        ["grade", "--checkpoint"],
        ["run_program", "example"],
        ["submit"],
        ["stage"],
      ]) {
        const asked = inPackage(...(command as [string, ...string[]]), "--tree", "solution");
        expect(asked.err, command.join(" ")).to.contain("there is no solution here: you write it");
        expect(asked.code).to.equal(2);
      }
      expect(inPackage("grade", "--help").out).not.to.contain("solution");
      expect(inPackage("explore", "--help").out).not.to.contain("solution");
    });

    it("tells of given files that were changed or removed, and of files that are not handed in, and brings given files back", () => {
      const changed = "starter/actor/actor.ts";
      const original = readFileSync(join(cmud, changed), "utf8");
      writeFileSync(join(cmud, changed), `// mine\n${original}`);
      unlinkSync(join(cmud, "starter/platform/latency.ts"));
      writeFileSync(join(cmud, "starter/rpc/mine.ts"), "export {};\n");
      const { err } = inPackage("submit", "--out", "x.zip");
      expect(err).to.match(
        /actor\/actor\.ts has been changed.*npm run restore -- starter\/actor\/actor\.ts/,
      );
      expect(err).to.contain("starter/platform/latency.ts is missing");
      expect(err).to.match(
        /starter\/rpc\/mine\.ts will not be handed in: .* actor\/, kvclient\/, kvserver\//,
      );
      const graded = inPackage("grade", "--checkpoint", "--only", "MailboxBasic1").out;
      expect(graded).to.match(/note +starter\/actor\/actor\.ts has been changed/);

      expect(inPackage("restore").out).to.contain(`  ${changed}\n`);
      expect(inPackage("restore", changed).out).to.contain(
        `restored ${changed}; your version is in build/replaced/${changed}`,
      );
      expect(inPackage("restore", "--all").out).to.contain("restored starter/platform/latency.ts");
      expect(readFileSync(join(cmud, changed), "utf8")).to.equal(original);
      expect(readFileSync(join(cmud, "build/replaced", changed), "utf8")).to.match(/^\/\/ mine/);
      expect(inPackage("restore").out).to.contain("all given files are unchanged");
      unlinkSync(join(cmud, "starter/rpc/mine.ts"));
    });

    it("lays a hand-in over what was handed out, and not over what has become of it", () => {
      const own = "starter/kvserver/server.ts";
      const stub = readFileSync(join(cmud, own), "utf8");
      const latency = readFileSync(join(cmud, "starter/platform/latency.ts"), "utf8");
      expect(inPackage("submit", "--out", "whole.zip").code).to.equal(0);
      const mailbox = readFileSync(join(cmud, "starter/actor/mailbox.ts"), "utf8");
      writeFileSync(join(cmud, "starter/actor/mailbox.ts"), `${mailbox}\n// half done\n`);
      mkdirSync(join(dir, "part/actor"), { recursive: true });
      cpSync(join(cmud, "starter/actor/mailbox.ts"), join(dir, "part/actor/mailbox.ts"));
      writeFileSync(join(cmud, own), "export const mine = 1;\n");
      writeFileSync(join(cmud, "starter/kvserver/mine.ts"), "export {};\n");
      writeFileSync(
        join(cmud, "starter/platform/latency.ts"),
        "export const wrong: number = 'x';\n",
      );
      for (const tree of ["whole.zip", join(dir, "part")]) {
        const out = join(dir, `staged-${basename(tree)}`);
        const staged = inPackage("stage", "--tree", tree, "--out", out);
        expect(staged.err, tree).to.equal("");
        expect(readFileSync(join(out, "kvserver/server.ts"), "utf8")).to.equal(stub);
        expect(readFileSync(join(out, "platform/latency.ts"), "utf8")).to.equal(latency);
        expect(existsSync(join(out, "kvserver/mine.ts"))).to.equal(false);
      }
      const graded = inPackage(
        ...([
          "grade",
          "--checkpoint",
          "--only",
          "MailboxBasic1",
          "--tree",
          join(dir, "part"),
        ] as const),
      );
      expect(graded.out).to.match(/note +the tree lacks kvserver\/server\.ts; the stub/);
      expect(graded.out).not.to.contain("remote_tell.ts").and.not.to.contain("latency");
      // What is left to do shows in a file that is not the stub any more, as it does where starter/ has the stub.
      expect(graded.out).to.match(/✗ Lint\s+.*actor\/mailbox\.ts:\d+/);
      unlinkSync(join(cmud, "starter/kvserver/mine.ts"));
      writeFileSync(join(cmud, "starter/actor/mailbox.ts"), mailbox);
      writeFileSync(join(cmud, own), stub);
      expect(inPackage("restore", "--all").code).to.equal(0);
    });

    it("leaves a student's own files alone, and gives the stub again where one is gone", () => {
      const path = "starter/actor/mailbox.ts";
      const stub = readFileSync(join(cmud, path), "utf8");
      writeFileSync(join(cmud, path), "// my night's work\n");
      const refused = inPackage("restore", path);
      expect(refused.code).to.equal(2);
      expect(refused.err).to.contain("is your own work");
      expect(inPackage("restore", "--all").code).to.equal(0);
      expect(readFileSync(join(cmud, path), "utf8")).to.equal("// my night's work\n");
      unlinkSync(join(cmud, path));
      expect(inPackage("restore", "actor/mailbox.ts").out).to.contain(`restored ${path}\n`);
      expect(readFileSync(join(cmud, path), "utf8")).to.equal(stub);
      const misspelt = inPackage("restore", "starter/actor/actors.ts");
      expect(misspelt.err).to.contain("did you mean starter/actor/actor.ts?");
    });
  });
});

interface LockText {
  readonly packages: Readonly<
    Record<
      string,
      {
        readonly dependencies?: object;
        readonly devDependencies?: object;
        readonly version: string;
      }
    >
  >;
}
