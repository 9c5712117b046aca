/**
 * Goal: simulating processes bring back what was seen, whatever student code does to them, and the next job finds one
 * that works. Method: mailboxes and stores that misbehave, in real processes.
 */
import { existsSync } from "node:fs";
import { expect } from "chai";
import { cmud } from "../../../grader/labs/cmud/lab.js";
import { steps, type Scenario } from "../../../grader/labs/cmud/steps/index.js";
import { treeToSimulate, type SimJob } from "../../../grader/run/simulated/sim_job.js";
import type { SimResult } from "../../../grader/run/simulated/sim_worker.js";
import { SimWorkers } from "../../../grader/run/simulated/sim_workers.js";
import { leastHeapMiB } from "../../../grader/suite/machine.js";
import { stageEdits } from "../../../grader/trees/stage_edits.js";
import { stageTree } from "../../../grader/trees/stage_tree.js";
import { childrenWith, processesWith, treeWith } from "../suite/run_tree.js";

const pushAndPop: Scenario = {
  timeLimitMs: 20_000,
  steps: [
    { do: "newMailbox", mailbox: "m" },
    { do: "push", mailbox: "m", values: [1] },
    { do: "pop", mailbox: "m" },
  ],
};

const putAndGet: Scenario = {
  timeLimitMs: 5_000,
  steps: [
    { do: "startServer", server: "s1", actors: 2 },
    { do: "put", at: "s1/0", key: "a", value: "~v~" },
    { do: "get", at: "s1/1", key: "a" },
  ],
};

function job(scenario: Scenario, seed = 1): SimJob {
  return { scenario, seed, faults: [], timing: {}, detailed: false };
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

/** A store of one actor each, whose Put does something else. */
function storeThat(put: string): Promise<string> {
  return treeWith(`sim-store-${put.replaceAll(/\W+/g, "-").slice(0, 30)}`, {
    "kvserver/query_actor.js": `const kept = {};
      export class QueryActor {
        static module = import.meta.url;
        #context;
        constructor(context) { this.#context = context; }
        onMessage({ type, key, value, replyTo }) {
          if (type === "put") { ${put} }
          this.#context.tell(replyTo, type === "get" ? { value: kept[key] ?? null } : null);
        }
      }`,
  });
}

describe("A simulating process", function () {
  this.timeout(60_000);
  const opened: SimWorkers[] = [];

  // Code that does not return is named after a second of processor time.
  function workersOn(
    jsDir: string,
    keepsState = false,
    isolate?: false,
    limits: { readonly heapMiB: number; readonly loopMs?: number } = {
      heapMiB: 128,
      loopMs: 1_000,
    },
  ): SimWorkers {
    const tree = treeToSimulate({ jsDir, keepsState, ...(isolate === false ? { isolate } : {}) });
    const { signal } = new AbortController();
    const workers = new SimWorkers({ tree, steps, ...limits }, 1, signal);
    opened.push(workers);
    return workers;
  }

  it("has enough memory for the largest scenario where there is little", async () => {
    const largest = cmud.tests.find(({ id }) => id === "ServerStartup1");
    if (largest === undefined) throw new Error("there is no ServerStartup1");
    const { jsDir, keepsState } = await stageTree(cmud, "solution");
    // A right solution may need some more than the reference solution.
    const heapMiB = Math.round(0.8 * leastHeapMiB);
    const workers = workersOn(jsDir, keepsState, undefined, { heapMiB });
    const { end } = await workers.run({ ...job(putAndGet), scenario: largest.scenario });
    expect(end).to.deep.equal({ how: "done" });
  });

  async function runOn(push: string, seeds: readonly number[]): Promise<SimResult[]> {
    const here = workersOn(await mailboxThat(push));
    return await Promise.all(seeds.map((seed) => here.run(job(pushAndPop, seed))));
  }

  afterEach(() => Promise.all(opened.splice(0).map((workers) => workers.close())));

  it("brings back the same records for the same seed, and what was printed where it was printed", async () => {
    const push = "console.log('pushed', value); this.values.push(value);";
    const [first, second] = await runOn(push, [1, 1]);
    expect(first?.end).to.deep.equal({ how: "done" });
    expect(first?.records).to.deep.equal(second?.records);
    expect(first?.records.at(-1)).to.have.nested.property("outcome.value", 1);
    expect(first?.output).to.equal("pushed 1\n");
    expect(second?.output).to.equal("pushed 1\n");
  });

  it("names the line that does not return, and is replaced", async () => {
    const [stuck, after] = await runOn("if (!globalThis.once) for (;;);\n", [1, 1]);
    expect(stuck?.end.how).to.equal("stuck");
    expect(stuck?.end)
      .to.have.property("where")
      .that.matches(/mailbox\.js:3:\d+$/);
    expect(after?.end.how).to.equal("stuck");
  });

  it("says whose code does not return, and where in the tree although it has copies", async () => {
    const jsDir = await storeThat("for (;;);");
    for (const keepsState of [false, true]) {
      const { end } = await workersOn(jsDir, keepsState).run(job(putAndGet));
      expect(end).to.have.property("how", "stuck");
      expect(end)
        .to.have.property("where")
        .that.matches(/^code of query actor s1\/\d at /)
        .and.contains(`${jsDir}/kvserver/query_actor.js:7:`);
    }
  });

  it("gives simulated threads modules of their own, also in later runs", async () => {
    const jsDir = await storeThat("kept[key] = value;");
    for (const [keepsState, isolate, value] of [
      [false, undefined, null],
      [true, undefined, null],
      [false, false, "~v~"],
    ] as const) {
      const workers = workersOn(jsDir, keepsState, isolate);
      for (const seed of [1, 2]) {
        const { records } = await workers.run(job(putAndGet, seed));
        const got = records.find((record) => record.type === "query" && record.method === "get");
        expect(got).to.have.nested.property("outcome.value", value);
      }
    }
  });

  it("removes the copies of a tree with the process that uses them, however it ends", async () => {
    for (const [put, how] of [
      ["kept[key] = value;", "done"],
      ["for (const all = []; ;) all.push(new Array(1e6).fill(0));", "crashed"],
      ["for (;;);", "stuck"],
    ] as const) {
      const jsDir = await storeThat(put);
      const workers = workersOn(jsDir, true);
      expect((await workers.run(job(putAndGet))).end.how).to.equal(how);
      if (how === "done") expect(existsSync(`${jsDir}.hosts`), "in use").to.equal(true);
      await workers.close();
      expect(existsSync(`${jsDir}.hosts`), how).to.equal(false);
    }
  });

  it("is told whether modules keep state", async () => {
    const solution = await stageTree(cmud, "solution", { check: false });
    expect(solution.keepsState).to.equal(false);
    const find = "/** Keeps a replica";
    const replace = `export const all = new Map<string, string>();\n\n${find}`;
    const edits = [{ file: "kvserver/query_actor.ts", find, replace }];
    const edited = await stageEdits(cmud, "solution", "keeps-state", edits);
    expect(edited.keepsState).to.equal(true);
  });

  it("reports a process that dies, and runs the next job in a new one", async () => {
    const push = "const all = []; for (;;) all.push(new Array(1e6).fill(value));";
    const [dead, next] = await runOn(push, [1, 2]);
    for (const result of [dead, next]) {
      expect(result?.end.how).to.equal("crashed");
      expect(result?.end)
        .to.have.property("reason")
        .that.matches(/memory|SIGABRT|exit code/);
    }
  });

  it("runs a job once more whose process the system kills, and only then says so", async () => {
    const own = workersOn(
      await mailboxThat("for (let i = 0; i < 1e8; i++); this.values.push(value);"),
    );
    const seen = new Set<number>();
    const killNext = async (): Promise<void> => {
      for (;;) {
        const [pid] = (await childrenWith("simulated/worker_main")).filter((one) => !seen.has(one));
        if (pid !== undefined) {
          seen.add(pid);
          process.kill(pid, "SIGKILL");
          return;
        }
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    const [once] = await Promise.all([own.run(job(pushAndPop)), killNext()]);
    expect(once.end.how).to.equal("done");
    await own.close();
    const endless = workersOn(await mailboxThat("for (;;);"));
    const killTwice = killNext().then(killNext);
    const [twice] = await Promise.all([endless.run(job(pushAndPop)), killTwice]);
    expect(twice.end).to.have.property("how", "crashed");
    expect(twice.end).to.have.property("reason").that.contains("out of memory");
  });

  it("refuses process.exit, clocks and timers of Node's where they stand, and says so", async () => {
    for (const use of ["process.exit(0);", "setTimeout(() => {}, 50);", "Date.now();"]) {
      const both = await runOn(`\n${use}`, [1, 1]);
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
    const own = workersOn(await mailboxThat("for (;;);"));
    const before = await processesWith("simulated/worker_main");
    const running = own.run(job(pushAndPop));
    await new Promise((resolve) => setTimeout(resolve, 500));
    const during = await processesWith("simulated/worker_main");
    const started = during.filter((pid) => !before.includes(pid));
    await own.close();
    expect((await running).end.how).to.be.oneOf(["crashed", "stuck"]);
    // Other runs on this machine come and go; those that this one may have started are gone.
    expect(await processesWith("simulated/worker_main")).to.not.include.members(started);
  });
});
