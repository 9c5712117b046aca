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
  app: ["kvclient", "kvcommon", "rpc", "platform", "program", "closest", "todo"],
  crunner: ["kvclient", "kvcommon", "rpc", "platform", "program", "closest", "todo"],
  srunner: ["kvserver", "actor", "rpc", "platform", "program", "todo"],
  example: ["actor", "platform", "program", "todo"],
};

/** A student tree: the starter, the solution laid over nothing, and a staged tree. */
const tree = "^(starter|solution|build/trees/[^/]+/src)/";

const layerRules = Object.entries(layers).map(([layer, below]) => ({
  name: `${layer}-imports-downward`,
  comment: `${layer} may import ${["itself", ...below].join(", ")}, and nothing above it.`,
  severity: "error",
  from: { path: `${tree}${layer}/` },
  to: { path: tree, pathNot: `${tree}(${[layer, ...below].join("|")})(/|\\.ts$)` },
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
      from: { path: tree, pathNot: `${tree}platform/` },
      to: {
        path: "^(node:)?(worker_threads|net|http|https|http2|tls|dgram|dns|cluster|child_process)$|(^|/)node_modules/ws/",
      },
    },
    {
      name: "only-programs-touch-files",
      comment:
        "The terminal and files belong to the programs; actors, clients and servers need neither.",
      severity: "error",
      from: { path: tree, pathNot: `${tree}(platform|app|crunner|srunner|example)/` },
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
      comment: "Suites stand on the grader's harness, not the other way round.",
      severity: "error",
      from: { path: "^grader/" },
      to: { path: "^tests/" },
    },
    {
      name: "histories-stand-below-verdicts",
      comment:
        "What reads histories knows what is in them and the course's numbers, and not who judges or runs.",
      severity: "error",
      from: { path: "^grader/histories/" },
      to: {
        path: "^grader/(?!histories/|course/|harness/(history|scenario|scenario_facts)\\.ts$)",
      },
    },
    {
      name: "oracle-sees-histories-alone",
      comment:
        "The oracle judges what was recorded, wherever it was, and so runs nothing and reads nothing else.",
      severity: "error",
      from: { path: "^grader/oracle/" },
      to: {
        path: "^(grader/(?!oracle/|histories/|course/|harness/(history|scenario|scenario_facts)\\.ts$)|node:|fs|path)",
      },
    },
    {
      name: "suites-import-starter-types-only",
      comment:
        "Verdicts are made outside of the submission's process, so suites see its types alone.",
      severity: "error",
      from: { path: "^tests/(checkpoint|final|support)/" },
      to: { path: "^starter/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "handout-stands-on-the-course",
      comment:
        "The handout is made of the manifest and its pages; it needs nothing of how a tree is graded, and nothing needs it.",
      severity: "error",
      from: { path: "^grader/handout/" },
      to: {
        path: "^(grader|tests)/",
        pathNot: "^grader/(handout/|course/|trees/kit_paths|exit_codes|report/status_line|suggest)",
      },
    },
    {
      name: "nothing-needs-the-handout",
      comment: "The handout's build stands beside the grader, so that either can be left out.",
      severity: "error",
      from: {
        path: "^(grader|tests/(checkpoint|final|support))/",
        pathNot: "^grader/(handout|release)/",
      },
      to: { path: "^grader/handout/" },
    },
    {
      name: "nothing-needs-the-release",
      comment: "What students get is made from outside; nothing that they get knows how.",
      severity: "error",
      from: { path: "^(grader|tests/(checkpoint|final|support))/", pathNot: "^grader/release/" },
      to: { path: "^grader/release/" },
    },
    {
      name: "release-reads-the-kit",
      comment:
        "A package is made of files, the course and the handout; nothing is graded or staged for it.",
      severity: "error",
      from: { path: "^grader/release/" },
      to: {
        path: "^(grader|tests)/",
        pathNot:
          "^grader/(release/|course/|handout/|trees/(kit_paths|handed_out)|exit_codes|report/status_line|zip_bytes)",
      },
    },
    {
      name: "given-files-are-compared-and-no-more",
      comment: "What was handed out is compared with what is there, whatever is graded.",
      severity: "error",
      from: { path: "^grader/given/" },
      to: {
        path: "^(grader|tests)/",
        pathNot: "^grader/(given/|course/|trees/|exit_codes|suggest)",
      },
    },
    {
      name: "simulation-stands-below-the-harness",
      comment:
        "The simulated platform is an implementation of the seam and knows nothing of tests and scores.",
      severity: "error",
      from: { path: "^grader/sim/" },
      to: { path: "^(grader/(?!sim/)|tests/)" },
    },
    {
      name: "picture-imports-types",
      comment:
        "A picture is made from what a run left, not by what runs it; it needs types, and small helpers without state.",
      severity: "error",
      from: { path: "^grader/picture/" },
      to: {
        path: "^(grader/(?!picture/)|starter/)",
        pathNot: "^grader/(histories/|(trees/kit_paths|harness/scenario_facts)\\.ts$)",
        dependencyTypesNot: ["type-only"],
      },
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
