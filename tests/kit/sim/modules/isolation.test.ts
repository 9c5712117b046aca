/**
 * Goal: what a module keeps at its top level is one simulated host's alone, as it is one thread's alone in reality.
 * Method: a store that cheats by a module's Map, and small hosts that look at the modules they get.
 */
import { expect } from "chai";
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { HistoryRecord } from "../../../../grader/history/history.js";
import { steps, type Scenario } from "../../../../grader/labs/cmud/steps/index.js";
import { loadSeam, type Seam } from "../../../../grader/sim/seam.js";
import { Simulation } from "../../../../grader/sim/simulation.js";
import type { SimOutcome } from "../../../../grader/run/simulated/sim_job.js";
import { simulate } from "../../../../grader/run/simulated/simulate.js";
import { solutionJs, treeWith } from "../../suite/run_tree.js";
import { writeCode, type CodeFolder } from "../guard/student_code.js";

/** All actors that are loaded from this module have the same store, and never tell each other anything. */
const cheat = `const store = new Map();
export class QueryActor {
  static module = import.meta.url;
  #context;
  constructor(context) { this.#context = context; }
  onMessage(message) {
    const { type, key, value, replyTo } = message;
    if (type === "meet") this.#context.tell(replyTo, null);
    if (type === "get") this.#context.tell(replyTo, { value: store.get(key) ?? null });
    if (type === "put") { store.set(key, value); this.#context.tell(replyTo, null); }
  }
}`;

const scenario: Scenario = {
  timeLimitMs: 20_000,
  latencyMs: 200,
  steps: [
    { do: "startServer", server: "s1", actors: 2 },
    { do: "startServer", server: "s2", actors: 1 },
    { do: "put", at: "s1/0", key: "a", value: "~v~" },
    { do: "get", at: "s1/0", key: "a", raw: true },
    { do: "get", at: "s1/1", key: "a", raw: true },
    { do: "get", at: "s2/0", key: "a", raw: true },
  ],
};

async function simulateTree(jsDir: string, seed: number, isolate: boolean): Promise<SimOutcome> {
  const treeUrl = pathToFileURL(`${jsDir}/`).href;
  const job = { scenario, seed, faults: [], timing: {}, detailed: false };
  return await simulate(job, { treeUrl, steps, seam: await loadSeam(treeUrl), isolate });
}

function gotten(records: readonly HistoryRecord[]): unknown[] {
  return records
    .filter((record) => record.type === "query")
    .filter(({ method }) => method === "get")
    .map(({ outcome }) => (outcome.ok ? outcome.value : outcome.error));
}

describe("a simulation with isolated hosts", function () {
  this.timeout(60_000);

  it("keeps a store from cheating by a variable of its module", async () => {
    const jsDir = await treeWith("module-map", { "kvserver/query_actor.js": cheat });
    const shared = await simulateTree(jsDir, 1, false);
    expect(gotten(shared.records)).to.deep.equal(["~v~", "~v~", "~v~"]);
    for (const seed of [1, 2]) {
      const isolated = await simulateTree(jsDir, seed, true);
      expect(isolated.end).to.deep.equal({ how: "done" });
      expect(gotten(isolated.records)).to.deep.equal(["~v~", null, null]);
    }
  });

  it("runs the same program as one without, and the same again in one process", async () => {
    const jsDir = await solutionJs();
    const isolated = await simulateTree(jsDir, 3, true);
    expect(isolated.end).to.deep.equal({ how: "done" });
    expect(isolated.records).to.deep.equal((await simulateTree(jsDir, 3, false)).records);
    expect(isolated).to.deep.equal(await simulateTree(jsDir, 3, true));
  });

  describe("gives a host's modules", () => {
    let seam: Seam;
    let code: CodeFolder;
    before(async () => {
      const given = fileURLToPath(new URL("../../../../starter/platform/", import.meta.url));
      const texts = ["current", "platform", "address", "network_table", "text_inbox"].map(
        async (name) => [`platform/${name}.js`, await readFile(`${given}${name}.js`, "utf8")],
      );
      code = await writeCode({
        ...(Object.fromEntries(await Promise.all(texts)) as Record<string, string>),
        "host.js": `import { count } from "./counter.js";
          import { platform } from "./platform/current.js";
          import { PlatformError } from "./platform/platform.js";
          export const module = import.meta.url;
          export async function main(port, data) {
            const given = data === "" ? undefined : await platform().load(data);
            let refused;
            await platform().dial("localhost:9").catch((error) => (refused = error));
            const seen = [count(), count(), platform().host, refused instanceof PlatformError];
            port.post(JSON.stringify([...seen, data === "" || given.module === module, module]));
          }`,
        "counter.js": "let last = 0; export const count = () => ++last;",
        "broken.js": "export function main() { throw new Error('broken'); }",
      });
      seam = await loadSeam(code.url);
    });
    after(() => code.remove());

    const ask = async (simulation: Simulation, host: string, data: string): Promise<unknown[]> =>
      await simulation.run(async (platform) => {
        const port = await platform.spawn(host, `${code.url}host.js`, data);
        const text = await new Promise<string>((resolve) => {
          port.onMessage(resolve);
        });
        return JSON.parse(text) as unknown[];
      });

    it("to nobody else, neither in this simulation nor in the next", async () => {
      const own = [1, 2, true, true];
      for (let run = 0; run < 2; run++) {
        const simulation = new Simulation({ seed: 1, seam, isolate: true });
        for (const host of ["a", "b", "a"]) {
          const [first, second, name, known, same] = await ask(simulation, host, "");
          expect([first, second, known, same]).to.deep.equal(own);
          expect(name).to.equal(`main/${host}`);
        }
      }
      const copies = await readdir(fileURLToPath(code.url).replace(/.$/, ".hosts"));
      expect(copies, "one after the other, as many as are used at once").to.have.length(1);
    });

    it("its own instance of a module that another host's URL names", async () => {
      const simulation = new Simulation({ seed: 1, seam, isolate: true });
      const module = (await ask(simulation, "a", "")).at(-1) as string;
      expect(module).to.match(/\/host\.js$/);
      const [count, , , known, same, itsModule] = await ask(simulation, "b", module);
      expect([count, known, same]).to.deep.equal([1, true, true]);
      expect(itsModule).to.not.equal(module);
    });

    it("without isolation, to all", async () => {
      const simulation = new Simulation({ seed: 1, seam });
      const counts = [];
      for (const host of ["a", "b"]) counts.push((await ask(simulation, host, ""))[0]);
      expect(counts).to.deep.equal([1, 3]);
    });

    it("and names files in errors as they are called", async () => {
      const simulation = new Simulation({ seed: 1, seam, isolate: true });
      const spawned = simulation.run((platform) =>
        platform.spawn("a", `${code.url}broken.js`, "").then(
          () => "",
          (error: unknown) => (error instanceof Error ? error.stack : ""),
        ),
      );
      expect(await spawned)
        .to.contain("broken.js:1:")
        .and.not.contain(".hosts/");
    });
  });
});
