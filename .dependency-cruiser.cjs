"use strict";

/**
 * Which part of the kit may import which. Imports point downward, nothing goes in circles, and only `platform` touches
 * the outside. `npm run deps` checks it; a new part needs a line in `layers` or it may import nothing.
 */

/** The parts of the given code, each with the parts that it may import besides itself. */
const layers = {
  platform: [],
  rpc: ["platform"],
  actor: ["rpc", "platform", "todo"],
  kvcommon: ["rpc"],
  kvclient: ["kvcommon", "rpc", "platform", "todo"],
  kvserver: ["actor", "kvcommon", "rpc", "platform", "todo"],
  app: ["kvclient", "kvcommon", "rpc", "platform", "program", "todo"],
  crunner: ["kvclient", "kvcommon", "rpc", "platform", "line_history", "program", "todo"],
  srunner: ["kvserver", "actor", "rpc", "platform", "program", "todo"],
  sessions: ["actor", "platform", "todo"],
  master: ["sessions", "platform", "line_history", "program"],
  example: ["actor", "platform", "program", "todo"],
  replicas: ["actor", "platform", "todo"],
  cluster: ["replicas", "actor", "platform", "program", "todo"],
};

/** A student tree: the starter, the solution laid over nothing, and a staged tree. */
const tree = "^(starter|solution|build/trees/[^/]+/[^/]+/src)/";

const layerRules = Object.entries(layers).map(([layer, below]) => ({
  name: `${layer}-imports-downward`,
  comment: `${layer} may import ${["itself", ...below].join(", ")}, and nothing above it.`,
  severity: "error",
  from: { path: `${tree}${layer}/` },
  to: { path: tree, pathNot: `${tree}(${[layer, ...below].join("|")})(/|\\.ts$)` },
}));

/** The rooms of the grader, each with the rooms that it may import besides itself; the lowest first. */
const rooms = {
  base: [],
  history: [],
  sim: ["base"],
  process: [],
  trees: ["base"],
  static: ["base", "process", "trees"],
  run: ["base", "history", "process", "sim", "trees"],
  picture: ["base", "history"],
  suite: ["base", "history", "process", "run", "sim", "trees"],
  report: ["base", "process", "static", "suite"],
  class: ["base", "process", "report", "suite", "trees"],
  explore: ["history", "run", "sim"],
  bench: ["base", "run", "trees"],
  publish: ["base", "trees", "static"],
};

const graderRules = Object.entries(rooms).map(([room, below]) => ({
  name: `${room}-imports-downward`,
  comment: `grader/${room} may import ${["itself", ...below].join(", ")}, and nothing above it.`,
  severity: "error",
  from: { path: `^grader/${room}/` },
  to: { path: `^grader/`, pathNot: `^grader/(${[room, ...below].join("|")})/` },
}));

/** The parts of an assignment's folder, each with the parts that it may import besides itself. */
const labParts = {
  steps: [],
  reading: ["steps"],
  oracle: ["steps", "reading"],
  explore: ["steps", "reading"],
};

const labRules = Object.entries(labParts).map(([part, below]) => ({
  name: `${part}-of-an-assignment-imports-downward`,
  comment: `${part}/ of an assignment may import its numbers and ${["itself", ...below].join(", ")}.`,
  severity: "error",
  from: { path: `^grader/labs/([^/]+)/${part}/` },
  to: {
    path: "^grader/labs/",
    pathNot: `^grader/labs/$1/((${[part, ...below].join("|")})/|(manifest|types|conditions)[.]ts$)`,
  },
}));

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    ...layerRules,
    {
      name: "no-cycles",
      comment:
        "Modules that import each other can be understood only together; move what both need below them.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "no-unresolvable",
      comment:
        "The imported file or package does not exist. (What the solution imports from the starter is there once it is " +
        "staged, and so is what the tests import from the staged solution.)",
      severity: "error",
      from: { pathNot: "^solution/" },
      to: { couldNotResolve: true, pathNot: "^#solution/" },
    },
    {
      name: "only-platform-touches-the-outside",
      comment:
        "Sockets and threads come through starter/platform, so that the same code runs in a simulation.",
      severity: "error",
      // Cleaning up is about processes of runs that have crashed, which no platform knows.
      from: { path: tree, pathNot: `${tree}(platform/|master/run_file[.]ts)` },
      to: {
        path: "^(node:)?(worker_threads|net|http|https|http2|tls|dgram|dns|cluster|child_process)$|(^|/)node_modules/ws/",
      },
    },
    {
      name: "only-programs-touch-files",
      comment:
        "The terminal and files belong to the programs; actors, clients and servers need neither.",
      severity: "error",
      from: {
        path: tree,
        pathNot: `${tree}(platform/|app/|crunner/|srunner/|example/|cluster/|master/|line_history[.]ts)`,
      },
      to: {
        path: "^(node:)?(fs|fs/promises|os|readline|readline/promises|path|timers|timers/promises)$",
      },
    },
    {
      name: "student-trees-stand-alone",
      comment: "What students get knows nothing of the grader, the tests or the solution.",
      severity: "error",
      from: { path: "^(starter|solution)/" },
      to: { path: "^(grader|tests|handout|build)/" },
    },
    {
      name: "starter-ignores-the-solution",
      comment: "The solution is laid over the starter when a tree is staged; it is never imported.",
      severity: "error",
      from: { path: "^(starter|grader|tests)/" },
      to: { path: "^solution/" },
    },
    {
      name: "grader-imports-starter-types-only",
      comment:
        "The process that keeps the score never runs student code, nor the starter in its place; " +
        "what runs beside student code is imported from the staged tree.",
      severity: "error",
      from: { path: "^grader/" },
      to: { path: "^starter/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "grader-ignores-the-tests",
      comment:
        "Suites stand on the grader, not the other way round; only an assignment names its tests.",
      severity: "error",
      from: { path: "^grader/", pathNot: "^grader/labs/[^/]+/lab\\.ts$" },
      to: { path: "^tests/" },
    },
    {
      name: "suites-import-starter-types-only",
      comment:
        "Verdicts are made outside of the submission's process, so suites see its types alone.",
      severity: "error",
      from: { path: "^tests/(?!kit/)" },
      to: { path: "^starter/", dependencyTypesNot: ["type-only"] },
    },
    ...graderRules,
    ...labRules,
    {
      name: "assignments-stand-alone",
      comment: "Each assignment can be added, handed out and taken away without the others.",
      severity: "error",
      from: { path: "^grader/labs/([^/]+)/" },
      to: { path: "^grader/(labs/[^/]+/|cli/)", pathNot: "^grader/labs/$1/" },
    },
    {
      name: "page-runs-in-a-browser",
      comment:
        "The page of a picture is alone in its file: it has itself and the libraries beside it.",
      severity: "error",
      from: { path: "^grader/picture/page/" },
      to: { pathNot: "^grader/picture/page/|(^|/)node_modules/(@types/)?d3-" },
    },
    {
      name: "kit-takes-data-from-the-page",
      comment: "What runs in the browser does not run here: the page's types only.",
      severity: "error",
      from: { path: "^grader/(?!picture/page/)" },
      to: { path: "^grader/picture/page/", dependencyTypesNot: ["type-only"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^tests/kit/.*fixtures/" },
    tsPreCompilationDeps: true,
    detectProcessBuiltinModuleCalls: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default"],
    },
    tsConfig: { fileName: "tsconfig.json" },
  },
};
