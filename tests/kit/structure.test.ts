/**
 * Goal: imports point downward and never in circles. Method: dependency-cruiser with the kit's rules, on the kit, and on
 * small trees in which something is wrong, to know that the rules bite.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { kitRoot } from "../../grader/trees/kit_paths.js";

const cruiser = join(kitRoot, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");

interface CruiseReport {
  readonly summary: {
    readonly violations: readonly { rule: { name: string }; from: string; to: string }[];
    readonly totalCruised: number;
  };
}

/** What is forbidden in a tree, as `rule: from -> to`. */
function cruise(root: string): { violations: string[]; modules: number } {
  const folders = ["starter", "solution", "grader", "tests", "build/trees/cmud/solution/src"];
  const result = spawnSync(
    process.execPath,
    [
      cruiser,
      ...["--config", join(kitRoot, ".dependency-cruiser.cjs"), "--output-type", "json"],
      ...folders.filter((folder) => existsSync(join(root, folder))),
    ],
    { cwd: root, encoding: "utf8", maxBuffer: 1e9 },
  );
  if (result.stdout === "") throw new Error(`dependency-cruiser failed: ${result.stderr}`);
  const { summary } = JSON.parse(result.stdout) as CruiseReport;
  return {
    violations: summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`),
    modules: summary.totalCruised,
  };
}

/** Writes a tree of modules and cruises it. */
function cruiseFiles(files: Readonly<Record<string, string>>): string[] {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "structure-")));
  const all = {
    "tsconfig.json": `{ "compilerOptions": { "module": "nodenext" } }`,
    "package.json": `{ "type": "module" }`,
    "node_modules/ws/package.json": `{ "name": "ws", "type": "module", "exports": "./index.js" }`,
    "node_modules/ws/index.js": "",
    ...files,
  };
  try {
    for (const [path, text] of Object.entries(all)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    return cruise(root).violations;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

describe("the structure of the kit", function () {
  this.timeout(120_000);

  it("follows its rules", () => {
    const { violations, modules } = cruise(kitRoot);
    expect(violations).to.deep.equal([]);
    expect(modules, "modules looked at").to.be.greaterThan(100);
  });

  it("may be built on lower layers, types of the starter, and the outside in its place", () => {
    const violations = cruiseFiles({
      "starter/platform/platform.ts": `import "ws"; import "node:net"; export interface Platform {}`,
      "starter/rpc/rpc.ts": `export * from "../platform/platform.js";`,
      "starter/todo.ts": `export {};`,
      "starter/actor/actor.ts": `import "../rpc/rpc.js"; import "../todo.js";`,
      "starter/srunner/main.ts": `import "node:fs"; import "../actor/actor.js";`,
      "grader/suite/check.ts": `import type { Platform } from "../../starter/platform/platform.js"; export type P = Platform;`,
      "tests/final/suite.ts": `import type { P } from "../../grader/suite/check.js"; export type Q = P;`,
      "grader/labs/cmud/lab.ts": `import "../../../tests/final/suite.js";`,
      "grader/cli/grade.ts": `import "../labs/cmud/lab.js";`,
    });
    expect(violations).to.deep.equal([]);
  });

  const wrongs: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
    [
      "a cycle, also one of types alone",
      "no-cycles: starter/rpc/one_a.ts -> starter/rpc/one_b.ts",
      {
        "starter/rpc/one_a.ts": `import type { B } from "./one_b.js"; export type A = B[];`,
        "starter/rpc/one_b.ts": `import type { A } from "./one_a.js"; export type B = A[];`,
      },
    ],
    [
      "rpc that knows of actors",
      "rpc-imports-downward: starter/rpc/two_a.ts -> starter/actor/two_b.ts",
      {
        "starter/rpc/two_a.ts": `import type { B } from "../actor/two_b.js"; export type A = B;`,
        "starter/actor/two_b.ts": `export type B = 1;`,
      },
    ],
    [
      "a client that reaches into the server, in the staged solution too",
      "kvclient-imports-downward: build/trees/cmud/solution/src/kvclient/three_a.ts -> build/trees/cmud/solution/src/kvserver/three_b.ts",
      {
        "build/trees/cmud/solution/src/kvclient/three_a.ts": `import "../kvserver/three_b.js";`,
        "build/trees/cmud/solution/src/kvserver/three_b.ts": `export {};`,
      },
    ],
    [
      "a platform that imports anything of the kit",
      "platform-imports-downward: starter/platform/four_a.ts -> starter/todo.ts",
      { "starter/platform/four_a.ts": `import "../todo.js";`, "starter/todo.ts": `export {};` },
    ],
    [
      "sockets outside of the platform",
      "only-platform-touches-the-outside: starter/rpc/five_a.ts -> node_modules/ws/index.js",
      { "starter/rpc/five_a.ts": `import "ws";` },
    ],
    [
      "threads outside of the platform",
      "only-platform-touches-the-outside: starter/actor/six_a.ts -> worker_threads",
      { "starter/actor/six_a.ts": `import "node:worker_threads";` },
    ],
    [
      "a grader that runs the starter's code",
      "grader-imports-starter-types-only: grader/seven_a.ts -> starter/todo.ts",
      {
        "grader/seven_a.ts": `import { b } from "../starter/todo.js"; b();`,
        "starter/todo.ts": `export const b = () => 1;`,
      },
    ],
    [
      "a suite that runs the starter's code",
      "suites-import-starter-types-only: tests/final/eight_a.ts -> starter/todo.ts",
      {
        "tests/final/eight_a.ts": `import "../../starter/todo.js";`,
        "starter/todo.ts": `export {};`,
      },
    ],
    [
      "a starter that knows the grader",
      "student-trees-stand-alone: starter/rpc/nine_a.ts -> grader/nine_b.ts",
      {
        "starter/rpc/nine_a.ts": `import "../../grader/nine_b.js";`,
        "grader/nine_b.ts": `export {};`,
      },
    ],
    [
      "a grader that knows the tests",
      "grader-ignores-the-tests: grader/ten_a.ts -> tests/support/ten_b.ts",
      {
        "grader/ten_a.ts": `import "../tests/support/ten_b.js";`,
        "tests/support/ten_b.ts": `export {};`,
      },
    ],
    [
      "a room of the grader that knows an assignment",
      "suite-imports-downward: grader/suite/eleven_a.ts -> grader/labs/cmud/eleven_b.ts",
      {
        "grader/suite/eleven_a.ts": `import "../labs/cmud/eleven_b.js";`,
        "grader/labs/cmud/eleven_b.ts": `export {};`,
      },
    ],
    [
      "a room of the grader that knows one above it",
      "sim-imports-downward: grader/sim/thirteen_a.ts -> grader/run/thirteen_b.ts",
      {
        "grader/sim/thirteen_a.ts": `import type { B } from "../run/thirteen_b.js"; export type A = B;`,
        "grader/run/thirteen_b.ts": `export type B = 1;`,
      },
    ],
    [
      "a reader of histories that knows who judges",
      "reading-of-an-assignment-imports-downward: grader/labs/cmud/reading/fourteen_a.ts -> grader/labs/cmud/oracle/fourteen_b.ts",
      {
        "grader/labs/cmud/reading/fourteen_a.ts": `import "../oracle/fourteen_b.js";`,
        "grader/labs/cmud/oracle/fourteen_b.ts": `export {};`,
      },
    ],
    [
      "an assignment that needs another one",
      "assignments-stand-alone: grader/labs/cmud/fifteen_a.ts -> grader/labs/other/fifteen_b.ts",
      {
        "grader/labs/cmud/fifteen_a.ts": `import "../other/fifteen_b.js";`,
        "grader/labs/other/fifteen_b.ts": `export {};`,
      },
    ],
    [
      "a page that needs more than a browser",
      "page-runs-in-a-browser: grader/picture/page/sixteen_a.ts -> fs",
      { "grader/picture/page/sixteen_a.ts": `import "node:fs";` },
    ],
    [
      "a grader that runs what belongs into a browser",
      "kit-takes-data-from-the-page: grader/seventeen_a.ts -> grader/picture/page/seventeen_b.ts",
      {
        "grader/seventeen_a.ts": `import "./picture/page/seventeen_b.js";`,
        "grader/picture/page/seventeen_b.ts": `export {};`,
      },
    ],
    [
      "an import of what is not there",
      "no-unresolvable: starter/rpc/twelve_a.ts -> ./twelve_b.js",
      { "starter/rpc/twelve_a.ts": `import "./twelve_b.js";` },
    ],
  ];
  describe("may not contain", () => {
    let violations: string[];

    // All at once, in files of their own, since every look at a tree takes a second.
    before(() => {
      const files = wrongs.map(([, , planted]) => planted);
      violations = cruiseFiles(Object.assign({}, ...files) as Record<string, string>);
    });

    for (const [what, violation] of wrongs) {
      it(what, () => {
        expect(violations).to.include(violation);
      });
    }

    it("and nothing else is found there", () => {
      expect(violations).to.have.length(wrongs.length);
    });
  });
});
