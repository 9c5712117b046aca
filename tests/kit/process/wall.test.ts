import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { Readable } from "node:stream";
import { chooseWall, WallError } from "../../../grader/process/choose_wall.js";
import { startEnclosed } from "../../../grader/process/start_enclosed.js";
import type { Reach, Wall, WallKind } from "../../../grader/process/wall.js";
import { kitRoot } from "../../../grader/trees/kit_paths.js";

describe("a wall", () => {
  let place = "";
  let tree = "";

  before(async () => {
    // What a user may read, all folders above it must let that user pass.
    place = await mkdtemp(join(tmpdir(), "cmud-wall-test-"));
    tree = join(place, "tree");
    await chmod(place, 0o711);
    await mkdir(tree);
    await writeFile(join(tree, "given.txt"), "given");
    await writeFile(join(place, "secret.txt"), "secret", { mode: 0o600 });
  });

  after(() => rm(place, { recursive: true, force: true }));

  /** Runs a script behind a wall, and returns what it prints. */
  async function run(wall: Wall, script: string, more: Partial<Reach> = {}): Promise<string> {
    const read = [join(tree, "given.txt")];
    const reach = { kit: kitRoot, read, tree, limits: { memoryMiB: 400, cpuSeconds: 5 }, ...more };
    const enclosed = await wall.enclose([process.execPath, "-e", script], reach);
    const child = startEnclosed(enclosed, ["ignore", "pipe", "pipe"], { cwd: "/", env: {} });
    const ended = new Promise((resolve) => child.once("close", resolve));
    const printed = await Promise.all(
      [child.stdout, child.stderr].map((stream) => text(stream ?? Readable.from([]))),
    );
    await ended;
    await enclosed.end();
    return printed.join("");
  }

  const tries = (action: string): string =>
    `try { ${action}; console.log("done") } catch (error) { console.log(error.code ?? error.message) }`;

  for (const kind of ["bubblewrap", "user"] as const) {
    describe(`of the kind ${kind}`, () => {
      let wall: Wall;

      before(async function () {
        const found = await chooseWall(kind, kitRoot).catch((error: unknown) => error);
        if (found instanceof WallError) {
          process.stdout.write(`    (skipped: ${found.message})\n`);
          this.skip();
        }
        wall = found as Wall;
      });

      it("lets a process read what it is given, and nothing else that is secret", async () => {
        const read = (file: string): string => tries(`fs.readFileSync(${JSON.stringify(file)})`);
        expect(await run(wall, read(join(tree, "given.txt")))).to.equal("done\n");
        for (const file of [
          join(place, "secret.txt"),
          join(kitRoot, "solution/kvserver/server.ts"),
          join(kitRoot, "tests/final/index.ts"),
          "/etc/shadow",
          `/proc/${process.pid}/environ`,
        ]) {
          expect(await run(wall, read(file)), file).to.match(/^(EACCES|ENOENT)\n/);
        }
      });

      it("lets it write in its scratch folder only, of which nothing is left", async () => {
        const scratch = join(tree, "scratch", "1");
        const writeIn = (folder: string): string =>
          tries(`fs.writeFileSync(${JSON.stringify(join(folder, "x"))}, "x")`);
        expect(await run(wall, writeIn(scratch), { scratch })).to.equal("done\n");
        expect(await stat(join(tree, "scratch")).catch(() => "gone")).to.equal("gone");
        for (const folder of [tree, kitRoot, join(kitRoot, "build/kit/grader"), place]) {
          expect(await run(wall, writeIn(folder)), folder).to.match(/^(EACCES|ENOENT|EROFS)\n/);
        }
        expect(await run(wall, writeIn(tree), { writesTree: true })).to.equal("done\n");
        expect(await readFile(join(tree, "x"), "utf8")).to.equal("x");
      });

      it("limits its memory and its processor time", async () => {
        const taken = await run(
          wall,
          tries("const all = []; for (;;) all.push(Buffer.alloc(5e7, 1))"),
        );
        expect(taken).to.match(/allocation.failed/i);
        expect(
          await run(wall, "for (;;);", { limits: { memoryMiB: 400, cpuSeconds: 1 } }),
        ).to.equal("");
      });

      it("does not let it signal this process", async () => {
        expect(await run(wall, tries(`process.kill(${process.pid}, 0)`))).to.match(
          /^(EPERM|ESRCH)\n/,
        );
      });

      it("leaves no process behind", async () => {
        const name = `cmud-stray-${process.pid}-${kind}`;
        const stray = `setTimeout(() => 0, 60_000) // ${name}`;
        const script = `require("child_process").spawn(process.execPath, ["-e", ${JSON.stringify(stray)}],
          { detached: true, stdio: "ignore", env: {} }).on("error", () => 0).unref();`;
        await run(wall, script);
        const all = spawnSync("ps", ["ax", "-o", "args"], { encoding: "utf8" }).stdout;
        expect(all).to.not.contain(name);
      });
    });
  }

  it("of the kind bubblewrap lets it start no processes, and reach no network", async function () {
    const wall = await found("bubblewrap");
    if (wall === undefined) return this.skip();
    const spawns = `const { error } = require("child_process").spawnSync(process.execPath, ["-e", "0"]); console.log(error?.code)`;
    expect(await run(wall, spawns)).to.equal("EPERM\n");
    const interfaces = `console.log(Object.keys(os.networkInterfaces()).join())`;
    expect(await run(wall, interfaces)).to.equal("lo\n");
  });

  it("is none where none is wanted, and the kind that is required otherwise", async () => {
    expect((await chooseWall("none", kitRoot)).kind).to.equal("none");
    expect((await chooseWall("auto", kitRoot)).kind).to.be.oneOf(["bubblewrap", "user", "none"]);
  });

  it("is not chosen where those behind it could not reach the kit", async () => {
    const closed = join(place, "closed");
    const kit = join(closed, "kit");
    await mkdir(kit, { recursive: true });
    await writeFile(join(kit, "package.json"), "{}");
    await chmod(closed, 0o700);
    const chosen = await chooseWall("user", kit).catch((error: unknown) => error);
    expect(String(chosen)).to.match(/cannot run the kit .*EACCES|does not run as root/s);
  });

  async function found(kind: WallKind): Promise<Wall | undefined> {
    return chooseWall(kind, kitRoot).catch(() => undefined);
  }
});
