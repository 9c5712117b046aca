/**
 * Goal: a class is graded by a job array as it is here, and what Slurm kills costs only itself. Method: a real controller
 * and a real node on this machine, with small workers. Run by `npm run test:class`.
 */
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { planJob } from "../../../grader/class/class_job.js";
import { gradeAll } from "../../../grader/class/grade_all.js";
import { ranges, SlurmEngine } from "../../../grader/class/slurm_engine.js";
import { verdictFile } from "../../../grader/class/verdicts.js";
import { SlurmHere, whyNoSlurm } from "./slurm_here.js";

describe("A job array", () => {
  it("is written in ranges", () => {
    expect(ranges([7, 0, 1, 2, 9, 8])).to.equal("0-2,7-9");
    expect(ranges([4])).to.equal("4");
  });
});

describe("Grading on Slurm", function () {
  this.timeout(300_000);
  let cluster: SlurmHere | undefined;
  let folder = "";

  before(async function () {
    const why = process.env["CMUD_CLASS"] === "1" ? whyNoSlurm() : "npm run test:class runs this";
    if (why !== undefined) {
      console.log(`    skipped: ${why}`);
      this.skip();
    }
    folder = await mkdtemp(join(tmpdir(), "cmud-class-"));
    cluster = await SlurmHere.start([27_817, 27_818]);
  });

  after(async () => {
    await cluster?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it("gives every hand-in its verdict, tries killed workers again, and gives up only what keeps failing", async () => {
    const ids = ["a", "b", "broken", "killed"];
    for (const id of ids) await writeFile(join(folder, id), id);
    await mkdir(join(folder, "verdicts"));
    const handIns = ids.map((id) => {
      return { id, path: join(folder, id), origin: "plain" as const, students: [] };
    });
    const job = await planJob({ lab: "cmud", part: "final", pictures: false }, handIns);
    const files = job.handIns.map((handIn) => verdictFile(folder, handIn));
    const program = [
      `const fs = require("fs"); const n = Number(process.env.SLURM_ARRAY_TASK_ID);`,
      `const file = ${JSON.stringify(files)}[n];`,
      `if (n === 2) { console.log("it broke"); process.exit(4); }`,
      `if (n === 3 && !fs.existsSync(file + ".tried")) {`,
      `  fs.writeFileSync(file + ".tried", ""); process.kill(process.pid, "SIGKILL"); }`,
      `fs.writeFileSync(file, "{}");`,
    ].join(" ");
    const limits = { memoryMiB: 200, cores: 1, minutes: 1, atOnce: undefined };
    const engine = new SlurmEngine(folder, [process.execPath, "-e", program], limits);
    const nothing = (): void => undefined;
    const problems = await gradeAll(folder, job, engine, nothing, new AbortController().signal);
    expect([...problems.keys()]).to.deep.equal(["broken"]);
    expect(problems.get("broken")).to.match(/it broke/);
    expect(files.filter((file) => existsSync(file))).to.have.length(3);
  });
});
