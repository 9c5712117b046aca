/** Goal: the pool starts what fits, in order, and what is exclusive alone and last. Method: runs that end on demand. */
import { expect } from "chai";
import type { History } from "../../../grader/history/history.js";
import type { Scenario } from "../../../grader/history/scenario.js";
import { steps } from "../../../grader/labs/cmud/steps/index.js";
import { ScenarioPool, type PoolLimits } from "../../../grader/suite/pool.js";

const history: History = { records: [], end: { how: "done" }, output: "", durationMs: 1 };

/** A scenario of so many servers with one actor each, so of 2 + 2 x servers threads. */
function scenarioOf(servers: number): Scenario {
  return {
    timeLimitMs: 1,
    steps: Array.from({ length: servers }, (_, i) => ({
      do: "startServer" as const,
      server: `s${i}`,
      actors: 1,
    })),
  };
}

class Bench {
  readonly running: string[] = [];
  readonly started: string[] = [];
  readonly #pool: ScenarioPool;
  readonly #names = new Map<Scenario, string>();
  readonly #ends = new Map<string, () => void>();
  readonly results = new Map<string, Promise<History>>();

  constructor(limits: Partial<PoolLimits>, signal = new AbortController().signal) {
    const all = { scenarios: 9, threads: 999, memoryMiB: 99_999, ...limits };
    this.#pool = new ScenarioPool((scenario) => this.#run(scenario), all, signal, steps);
  }

  add(name: string, servers: number, exclusive = false): void {
    const scenario = scenarioOf(servers);
    this.#names.set(scenario, name);
    const onStart = (): void => {
      this.started.push(name);
    };
    const result = this.#pool.run(scenario, { exclusive, onStart });
    result.catch(() => undefined);
    this.results.set(name, result);
  }

  async end(name: string): Promise<void> {
    this.#ends.get(name)?.();
    await turns();
  }

  #run(scenario: Scenario): Promise<History> {
    const name = this.#names.get(scenario) ?? "?";
    this.running.push(name);
    return new Promise((resolve) => {
      this.#ends.set(name, () => {
        this.running.splice(this.running.indexOf(name), 1);
        resolve(history);
      });
    });
  }
}

async function turns(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}

describe("the pool of scenarios", () => {
  it("starts as many as there are slots, in order", async () => {
    const bench = new Bench({ scenarios: 2 });
    for (const name of ["a", "b", "c", "d"]) bench.add(name, 1);
    await turns();
    expect(bench.running).to.deep.equal(["a", "b"]);
    await bench.end("b");
    expect(bench.running).to.deep.equal(["a", "c"]);
    await bench.end("a");
    expect(bench.started).to.deep.equal(["a", "b", "c", "d"]);
  });

  it("counts threads, and lets a small one pass a large one that does not fit", async () => {
    const bench = new Bench({ threads: 15 });
    bench.add("large", 4);
    bench.add("larger", 5);
    bench.add("small", 1);
    await turns();
    expect(bench.running).to.deep.equal(["large", "small"]);
    await bench.end("large");
    expect(bench.running).to.deep.equal(["small"]);
    await bench.end("small");
    expect(bench.running).to.deep.equal(["larger"]);
  });

  it("counts memory", async () => {
    const bench = new Bench({ memoryMiB: 300 });
    for (const name of ["a", "b", "c"]) bench.add(name, 1);
    await turns();
    expect(bench.running).to.deep.equal(["a", "b"]);
  });

  it("runs what is larger than the limits by itself", async () => {
    const bench = new Bench({ threads: 3 });
    bench.add("huge", 9);
    bench.add("small", 0);
    await turns();
    expect(bench.running).to.deep.equal(["huge"]);
    await bench.end("huge");
    expect(bench.running).to.deep.equal(["small"]);
  });

  it("runs what is exclusive alone, one at a time, after all the others", async () => {
    const bench = new Bench({});
    bench.add("a", 1);
    bench.add("alone 1", 1, true);
    bench.add("alone 2", 1, true);
    await turns();
    bench.add("b", 1);
    await turns();
    expect(bench.running).to.deep.equal(["a", "b"]);
    await bench.end("a");
    await bench.end("b");
    expect(bench.running).to.deep.equal(["alone 1"]);
    bench.add("late", 1);
    await turns();
    expect(bench.running).to.deep.equal(["alone 1"]);
    await bench.end("alone 1");
    expect(bench.running).to.deep.equal(["late"]);
    await bench.end("late");
    expect(bench.running).to.deep.equal(["alone 2"]);
  });

  it("rejects what waits when it is aborted, and starts nothing any more", async () => {
    const stop = new AbortController();
    const bench = new Bench({ scenarios: 1 }, stop.signal);
    bench.add("a", 1);
    bench.add("b", 1);
    await turns();
    stop.abort(new Error("enough"));
    bench.add("c", 1);
    for (const name of ["b", "c"]) {
      const error: unknown = await bench.results.get(name)?.catch((reason: unknown) => reason);
      expect(error).to.have.property("message", "enough");
    }
    await bench.end("a");
    expect(await bench.results.get("a")).to.equal(history);
    expect(bench.started).to.deep.equal(["a"]);
  });
});
