/**
 * Goal: what is said of stores is what they held, from the moment at which it changed. Method: simulated runs of the
 * solution, whose snapshots are held against what its clients read in the same run, and of query actors that apply Puts
 * late or answer late.
 */
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import type { HistoryRecord } from "../../../../grader/history/history.js";
import type { StoreSnapshot } from "../../../../grader/history/recorded_run.js";
import type { ActorName } from "../../../../grader/history/scenario.js";
import { steps, type Scenario, type Step } from "../../../../grader/labs/cmud/steps/index.js";
import { loadSeam } from "../../../../grader/sim/seam.js";
import type { SimJob } from "../../../../grader/run/simulated/sim_job.js";
import { simulate } from "../../../../grader/run/simulated/simulate.js";
import { solutionJs, treeWith } from "../../suite/run_tree.js";

/** Puts and Gets of a few keys on all actors of two servers; more of them than an actor handles in one turn. */
const queries = Array.from({ length: 240 }, (_, i): Step => {
  const where = { at: `s${1 + (i % 2)}/${(i >> 1) % 2}`, key: `k${i % 5}` } as const;
  return i % 3 === 0 ? { do: "put", ...where, value: `~v${i}~` } : { do: "get", ...where };
});

const busy: Scenario = {
  timeLimitMs: 60_000,
  latencyMs: 100,
  steps: [
    { do: "startServer", server: "s1", actors: 2 },
    { do: "startServer", server: "s2", actors: 2 },
    { do: "paced", everyMs: 20, steps: queries },
    { do: "wait", ms: 1_000 },
  ],
};

const onePut: Scenario = {
  timeLimitMs: 20_000,
  steps: [
    { do: "startServer", server: "s1", actors: 1 },
    { do: "put", at: "s1/0", key: "a", value: "~x~" },
    { do: "wait", ms: 1_000 },
  ],
};

interface Probed {
  readonly records: readonly HistoryRecord[];
  readonly snapshots: readonly StoreSnapshot[];
}

async function probed(
  jsDir: string,
  scenario: Scenario,
  change: Partial<SimJob> = {},
): Promise<Probed> {
  const treeUrl = pathToFileURL(`${jsDir}/`).href;
  const tree = { treeUrl, steps, seam: await loadSeam(treeUrl), isolate: false };
  const job = { scenario, seed: 3, faults: [], timing: {}, detailed: true, probed: true } as const;
  return simulate({ ...job, ...change }, tree);
}

/** A tree with a query actor of its own, as JavaScript. */
function treeWithActor(name: string, onMessage: string): Promise<string> {
  return treeWith(name, {
    "kvserver/query_actor.js": `
      export class QueryActor {
        static module = import.meta.url;
        #store = new Map();
        constructor(context) { this.context = context; }
        answer(message) {
          const entries = [...this.#store].map(([key, value]) => ({ key, value }));
          this.context.tell(message.replyTo, { entries });
        }
        apply({ key, value }) { this.#store.set(key, value); }
        onMessage(message) {
          if (message.type === "meet") this.context.tell(message.replyTo, null);
          ${onMessage}
        }
      }`,
  });
}

/** What an actor held of a key at a time; undefined when it is not known. */
function heldAt({ snapshots }: Probed, actor: ActorName, key: string, atMs: number) {
  let held: string | null | undefined;
  for (const snapshot of snapshots) {
    if (snapshot.actor !== actor || snapshot.atMs > atMs) continue;
    const { changed } = snapshot;
    if (changed === undefined) held = undefined;
    else if (Object.hasOwn(changed, key)) held = changed[key];
    else held ??= null;
  }
  return held;
}

describe("snapshots of stores", function () {
  this.timeout(60_000);

  /** Holds what is known of stores against every query of a run; returns how many are about what is not known. */
  function compare(run: Probed): number {
    let unknown = 0;
    for (const record of run.records) {
      if (record.type !== "query" || record.at === undefined || record.key === undefined) continue;
      const { at, key, method, startMs, endMs, outcome } = record;
      if (!outcome.ok) throw new Error(outcome.error);
      const shown = method === "put" ? record.value : outcome.value;
      const held = [startMs, endMs].map((atMs) => heldAt(run, at, key, atMs));
      if (held.includes(undefined)) unknown++;
      else expect(held, `${method} ${key} at ${at}, ${startMs} ms`).to.include(shown);
    }
    return unknown;
  }

  it("say what every Get showed, and know it always", async () => {
    const run = await probed(await solutionJs(), busy);
    expect(compare(run)).to.equal(0);
    expect(run.snapshots.filter(({ changed }) => changed === undefined)).to.deep.equal([]);
  });

  it("say what every Get showed where messages get lost or arrive twice", async () => {
    const faults = [
      { fault: "drop", probability: 0.1 },
      { fault: "duplicate", probability: 0.1 },
    ] as const;
    expect(compare(await probed(await solutionJs(), busy, { faults }))).to.equal(0);
  });

  for (const [what, timing] of [
    ["actors are busy", { messageUs: [100, 5_000] }],
    ["threads stall", { stallUs: [5_000, 50_000] }],
  ] as const) {
    it(`are unknown only for a while where ${what}`, async () => {
      const run = await probed(await solutionJs(), busy, { timing });
      expect(compare(run)).to.be.lessThan(60);
      const last = new Map(run.snapshots.map(({ actor, changed }) => [actor, changed]));
      expect([...last.values()])
        .to.have.length(4)
        .and.to.not.include(undefined);
    });
  }

  it("begin at the very moment at which a message is handled", async () => {
    const { records, snapshots } = await probed(await solutionJs(), busy);
    const handled = new Map<string, number>();
    for (const record of records) {
      if (record.type !== "handled" || !record.text.includes('"type":"put"')) continue;
      for (const value of record.values) handled.set(value, record.atMs);
    }
    const seen = new Map<string, number>();
    for (const { atMs, changed } of snapshots) {
      for (const value of Object.values(changed ?? {})) {
        if (value !== null && !seen.has(value)) seen.set(value, atMs);
      }
    }
    expect(handled.size).to.equal(80);
    for (const [value, atMs] of handled) expect(seen.get(value)).to.be.closeTo(atMs, 0.001);
  });

  it("show a Put that is applied late when it is applied, and not when it is acknowledged", async () => {
    const jsDir = await treeWithActor(
      "late",
      `if (message.type === "list") this.answer(message);
       if (message.type === "apply") this.apply(message);
       if (message.type === "put") {
         this.context.tellAfter(this.context.self, { ...message, type: "apply" }, 300);
         this.context.tell(message.replyTo, null);
       }`,
    );
    const { records, snapshots } = await probed(jsDir, onePut);
    const apply = records.find((r) => r.type === "handled" && r.text.includes('"apply"'));
    const [first, second, ...more] = snapshots;
    expect(more).to.deep.equal([]);
    expect(first?.changed).to.deep.equal({});
    expect(second?.changed).to.deep.equal({ a: "~x~" });
    expect(second?.atMs).to.be.closeTo(apply?.type === "handled" ? apply.atMs : NaN, 0.001);
  });

  it("are unknown where an actor answers only after it has handled something else", async () => {
    const jsDir = await treeWithActor(
      "asks-itself",
      `if (message.type === "list") this.context.tell(this.context.self, { ...message, type: "now" });
       if (message.type === "now") this.answer(message);
       if (message.type === "put") { this.apply(message); this.context.tell(message.replyTo, null); }`,
    );
    const { snapshots } = await probed(jsDir, onePut);
    expect(snapshots.filter(({ changed }) => changed !== undefined)).to.deep.equal([]);
  });
});
