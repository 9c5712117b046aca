/**
 * Goal: simulating processes bring back what was seen, whatever student code does to them, and the next job finds one
 * that works. Method: mailboxes that misbehave, in real processes.
 */
import { expect } from "chai";
import { steps, type Scenario } from "../../../../grader/labs/cmud/steps/index.js";
import { SimWorkers } from "../../../../grader/run/simulated/sim_workers.js";
import type { KeyedJob, SimResult } from "../../../../grader/run/simulated/sim_worker.js";
import { treeToSimulate } from "../../../../grader/run/simulated/sim_job.js";
import { processesWith, treeWith } from "../../suite/run_tree.js";

const scenario: Scenario = {
  timeLimitMs: 20_000,
  steps: [
    { do: "newMailbox", mailbox: "m" },
    { do: "push", mailbox: "m", values: [1] },
    { do: "pop", mailbox: "m" },
  ],
};

function job(seed = 1, key = "mailbox"): KeyedJob {
  return { key, scenario, seed, faults: [], timing: {}, detailed: false };
}

/** A mailbox whose push does something else. */
function mailboxThat(push: string): Promise<string> {
  const name = `sim-${push.replaceAll(/\W+/g, "-").slice(0, 30)}`;
  return treeWith(name, {
    "actor/mailbox.js": `export class Mailbox {
      values = [];
      push(value) { ${push} }
      pop() { return Promise.resolve({ closed: false, value: this.values.shift() }); }
      close() {}
    }`,
  });
}

describe("A simulating process", function () {
  this.timeout(60_000);
  const stop = new AbortController();
  let workers: SimWorkers | undefined;

  async function runOn(push: string, jobs: readonly KeyedJob[]): Promise<SimResult[]> {
    const tree = treeToSimulate({ jsDir: await mailboxThat(push), keepsState: false });
    workers = new SimWorkers({ tree, steps, heapMiB: 128, stuckMs: 20_000 }, 1, stop.signal);
    const here = workers;
    return await Promise.all(jobs.map((each) => here.run(each)));
  }

  afterEach(() => workers?.close());

  it("brings back the same records for the same seed, and what was printed where it was printed", async () => {
    const push = "console.log('pushed', value); this.values.push(value);";
    const [first, second] = await runOn(push, [job(), job()]);
    expect(first?.end).to.deep.equal({ how: "done" });
    expect(first?.records).to.deep.equal(second?.records);
    expect(first?.records.at(-1)).to.have.nested.property("outcome.value", 1);
    expect(first?.output).to.equal("pushed 1\n");
    expect(second?.output).to.equal("pushed 1\n");
  });

  it("names the line that does not return, and is replaced", async () => {
    const [stuck, after] = await runOn("if (!globalThis.once) for (;;);\n", [job(), job()]);
    expect(stuck?.end.how).to.equal("stuck");
    expect(stuck?.end)
      .to.have.property("where")
      .that.matches(/mailbox\.js:3:\d+$/);
    expect(after?.end.how).to.equal("stuck");
  });

  it("reports a process that dies, and runs the next job in a new one", async () => {
    const push = "const all = []; for (;;) all.push(new Array(1e6).fill(value));";
    const [dead, next] = await runOn(push, [job(1), job(2)]);
    for (const result of [dead, next]) {
      expect(result?.end.how).to.equal("crashed");
      expect(result?.end)
        .to.have.property("reason")
        .that.matches(/memory|SIGABRT|exit code/);
    }
  });

  it("refuses process.exit, clocks and timers of Node's where they stand, and says so", async () => {
    for (const use of ["process.exit(0);", "setTimeout(() => {}, 50);", "Date.now();"]) {
      const both = await runOn(`\n${use}`, [job(1), job(1)]);
      for (const result of both) {
        expect(result.end.how).to.equal("done");
        const used = result.records.flatMap((one) => (one.type === "bypass" ? [one] : []));
        expect(used.map(({ what }) => what)).to.deep.equal([use.replace(/\(.*/, "()")]);
        expect(used[0]?.place).to.match(/mailbox\.js:4:\d+$/);
      }
      expect(both[1]?.records).to.deep.equal(both[0]?.records);
    }
  });

  it("leaves no process behind when it is closed in the middle of a job", async () => {
    const jsDir = await mailboxThat("for (;;);");
    const own = new SimWorkers(
      { tree: treeToSimulate({ jsDir, keepsState: false }), steps, heapMiB: 128, stuckMs: 20_000 },
      1,
      stop.signal,
    );
    const before = await processesWith("simulated/worker_main");
    const running = own.run(job());
    await new Promise((resolve) => setTimeout(resolve, 500));
    const during = await processesWith("simulated/worker_main");
    const started = during.filter((pid) => !before.includes(pid));
    await own.close();
    expect((await running).end.how).to.be.oneOf(["crashed", "stuck"]);
    // Other runs on this machine come and go; those that this one may have started are gone.
    expect(await processesWith("simulated/worker_main")).to.not.include.members(started);
  });
});
