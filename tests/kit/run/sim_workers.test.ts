/**
 * Goal: processes that simulate say where student code is stuck, and give each simulated thread modules of its own where
 * the tree needs it. Method: stores that get stuck, or cheat, on purpose.
 */
import { expect } from "chai";
import { cmud } from "../../../grader/labs/cmud/lab.js";
import { pathToFileURL } from "node:url";
import { steps, type Scenario } from "../../../grader/labs/cmud/steps/index.js";
import type { SimResult } from "../../../grader/run/simulated/sim_worker.js";
import { SimWorkers } from "../../../grader/run/simulated/sim_workers.js";
import { stageEdits } from "../../../grader/trees/stage_edits.js";
import { stageTree } from "../../../grader/trees/stage_tree.js";
import { treeWith } from "../suite/run_tree.js";

const actor = (onPut: string): string => `const kept = {};
export class QueryActor {
  static module = import.meta.url;
  #context;
  constructor(context) { this.#context = context; }
  onMessage({ type, key, value, replyTo }) {
    if (type === "meet") this.#context.tell(replyTo, null);
    if (type === "put") {
${onPut}
      this.#context.tell(replyTo, null);
    }
    if (type === "get") this.#context.tell(replyTo, { value: kept[key] ?? null });
  }
}`;

const scenario: Scenario = {
  timeLimitMs: 5_000,
  latencyMs: 0,
  steps: [
    { do: "startServer", server: "s1", actors: 2 },
    { do: "put", at: "s1/0", key: "a", value: "~v~" },
    { do: "get", at: "s1/1", key: "a" },
  ],
};

async function runIn(jsDir: string, isolate: boolean): Promise<SimResult> {
  const treeUrl = pathToFileURL(`${jsDir}/`).href;
  const { signal } = new AbortController();
  const workers = new SimWorkers(
    { tree: { treeUrl, isolate }, steps, heapMiB: 256, stuckMs: 8_000 },
    1,
    signal,
  );
  const job = { scenario, seed: 1, faults: [], timing: {}, detailed: false, key: "k" };
  try {
    return await workers.run(job, () => undefined);
  } finally {
    await workers.close();
  }
}

describe("processes that simulate", function () {
  this.timeout(60_000);

  it("say where code does not return", async () => {
    const jsDir = await treeWith("sim-stuck", {
      "kvserver/query_actor.js": actor("      for (;;);"),
    });
    for (const isolate of [false, true]) {
      const { end } = await runIn(jsDir, isolate);
      expect(end).to.have.property("how", "stuck");
      expect(end)
        .to.have.property("where")
        .that.matches(/code of query actor s1\/\d at /)
        .and.contains(`${jsDir}/kvserver/query_actor.js:9:`);
    }
  });

  it("isolate simulated threads when they are told to", async () => {
    const jsDir = await treeWith("sim-state", {
      "kvserver/query_actor.js": actor("      kept[key] = value;"),
    });
    for (const isolate of [false, true]) {
      const { records } = await runIn(jsDir, isolate);
      const got = records.find((record) => record.type === "query" && record.method === "get");
      const value = isolate ? null : "~v~";
      expect(got).to.have.nested.property("outcome.value", value);
    }
  });

  it("are told to for trees whose own modules keep state", async () => {
    expect(await stageTree(cmud, "solution", { check: false })).to.have.property(
      "keepsState",
      false,
    );
    const edits = [
      {
        file: "kvserver/query_actor.ts",
        find: "/** Keeps a replica",
        replace: "export const all = new Map<string, string>();\n\n/** Keeps a replica",
      },
    ];
    expect(await stageEdits(cmud, "solution", "keeps-state", edits)).to.have.property(
      "keepsState",
      true,
    );
  });
});
