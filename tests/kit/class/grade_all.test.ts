/**
 * Goal: every hand-in gets its verdict once, and one that cannot be graded costs only itself. Method: the pool with workers
 * that are small programs, one of which crashes, one hangs, and one is killed the first time.
 */
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { planJob, type ClassJob } from "../../../grader/class/class_job.js";
import { gradeAll, type ClassEvent } from "../../../grader/class/grade_all.js";
import type { HandIn } from "../../../grader/class/hand_in.js";
import { PoolEngine } from "../../../grader/class/pool_engine.js";
import { readVerdicts, verdictFile, writeVerdict } from "../../../grader/class/verdicts.js";
import { sampleVerdict } from "./sample_class.js";

describe("Grading all hand-ins", function () {
  this.timeout(120_000);
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "cmud-class-"));
    await mkdir(join(folder, "verdicts"));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function jobOf(...ids: readonly string[]): Promise<ClassJob> {
    const handIns = ids.map((id): HandIn => {
      return { id, path: join(folder, id), origin: "plain", students: [] };
    });
    for (const id of ids) await writeFile(join(folder, id), id);
    return await planJob({ lab: "cmud", part: "final", pictures: false }, handIns);
  }

  /** A pool whose workers do what a program says, with the file of the verdict as its argument. */
  function pool(job: ClassJob, program: string, limitMs = 20_000): PoolEngine {
    return new PoolEngine(
      (number) => {
        const handIn = job.handIns[number];
        if (handIn === undefined) throw new RangeError(`no hand-in ${number}`);
        return [process.execPath, "-e", program, verdictFile(folder, handIn), handIn.id];
      },
      2,
      limitMs,
    );
  }

  const writes = `require("fs").writeFileSync(process.argv[1], "{}")`;

  async function grade(
    job: ClassJob,
    engine: PoolEngine,
    signal = new AbortController().signal,
  ): Promise<{ problems: ReadonlyMap<string, string>; events: string[] }> {
    const events: string[] = [];
    const onEvent = (event: ClassEvent): void => {
      if (event.type !== "begin") events.push(`${event.type} ${event.id}`);
    };
    return { problems: await gradeAll(folder, job, engine, onEvent, signal), events };
  }

  it("runs one worker for each, and none for those that have a verdict", async () => {
    const job = await jobOf("a", "b", "c");
    const [a] = job.handIns;
    if (a === undefined) throw new Error("there is no a");
    await writeFile(verdictFile(folder, a), "{}");
    const { problems, events } = await grade(job, pool(job, writes));
    expect([...problems]).to.deep.equal([]);
    expect(events.filter((event) => event.startsWith("graded"))).to.have.members([
      "graded b",
      "graded c",
    ]);
    expect((await grade(job, pool(job, writes))).events).to.deep.equal([]);
  });

  it("tries again what crashes, and gives up only that", async () => {
    const job = await jobOf("good", "crashes", "killed_once");
    const program = [
      `const [, file, id] = process.argv; const fs = require("fs");`,
      `if (id === "crashes") throw new Error("it broke");`,
      `if (id === "killed_once" && !fs.existsSync(file + ".tried")) {`,
      `  fs.writeFileSync(file + ".tried", ""); process.kill(process.pid, "SIGKILL"); }`,
      `fs.writeFileSync(file, "{}");`,
    ].join("\n");
    const { problems, events } = await grade(job, pool(job, program));
    expect([...problems.keys()]).to.deep.equal(["crashes"]);
    expect(problems.get("crashes")).to.match(/exit code 1: .*it broke/s);
    expect(events.filter((event) => event.startsWith("graded"))).to.have.members([
      "graded good",
      "graded killed_once",
    ]);
    expect(events.filter((event) => event === "started crashes")).to.have.length(3);
  });

  it("gives up what hangs", async () => {
    const job = await jobOf("hangs");
    const { problems, events } = await grade(job, pool(job, "for (;;);", 1_000));
    expect(problems.get("hangs")).to.match(/took longer than/);
    expect(events.filter((event) => event === "started hangs")).to.have.length(3);
  });

  it("keeps the first verdict, whole, when two workers write one", async () => {
    const job = await jobOf("a");
    const [a] = job.handIns;
    if (a === undefined) throw new Error("there is no a");
    const first = { ...sampleVerdict, key: a.key };
    const wrote = await Promise.all([
      writeVerdict(folder, a, first),
      writeVerdict(folder, a, { ...first, seconds: 99 }),
    ]);
    expect(wrote.filter((done) => done)).to.have.length(1);
    expect(await readdir(join(folder, "verdicts"))).to.have.length(1);
    const [judged] = await readVerdicts(folder, job);
    expect(judged?.verdict?.key).to.equal(a.key);
  });

  it("needs a new verdict when the hand-in changes, and none when it only moves", async () => {
    const [before] = (await jobOf("a")).handIns;
    await mkdir(join(folder, "elsewhere"));
    await writeFile(join(folder, "elsewhere", "a"), "a");
    const options = { lab: "cmud", part: "final", pictures: false };
    const moved = {
      id: "a",
      path: join(folder, "elsewhere", "a"),
      origin: "plain" as const,
      students: [],
    };
    expect((await planJob(options, [moved])).handIns[0]?.key).to.equal(before?.key);
    await writeFile(join(folder, "elsewhere", "a"), "b");
    expect((await planJob(options, [moved])).handIns[0]?.key).not.to.equal(before?.key);
  });
});
