/**
 * What students get of the kit: a decision about every file. Folders end with a slash, and what is said of a file goes
 * before what is said of its folder. A file that is in neither list, or that is shipped and needed by nothing that is
 * shipped, stops a release until somebody decides about it here.
 */

/** What is shipped. Of its TypeScript, only what {@link PROGRAMS} need. */
export const SHIPPED: readonly string[] = [
  "starter/",
  "tests/checkpoint/",
  "tests/final/",
  "tests/support/",
  "grader/base/",
  "grader/explore/",
  "grader/history/",
  "grader/labs/cmud/",
  "grader/run/",
  "grader/picture/",
  "grader/report/",
  "grader/sim/",
  "grader/static/",
  "grader/suite/",
  "grader/trees/",
  "grader/cli/bootstrap.js",
  "grader/cli/grade_run.ts",
  "grader/cli/grade.ts",
  "grader/cli/grade_options.ts",
  "grader/cli/explore.ts",
  "grader/cli/explore_options.ts",
  "grader/cli/restore.ts",
  "grader/cli/run_program.ts",
  "grader/cli/select_tests.ts",
  "grader/cli/stage.ts",
  "grader/cli/strict_yargs.ts",
  "grader/cli/submit.ts",
  "grader/cli/tool_options.ts",
  "grader/cli/watch_tree.ts",
  "make_submit.sh",
  "tsconfig.json",
  "tsconfig.base.json",
  ".editorconfig",
  ".gitattributes",
  ".npmrc",
  ".prettierrc.json",
];

/** What stays here: instructors' things, and what only the kit itself is tested and built with. */
export const KEPT: readonly string[] = [
  "solution/",
  "handout/",
  "tests/kit/",
  "grader/bench/",
  "grader/cli/bench.ts",
  "grader/cli/handout.ts",
  "grader/cli/release.ts",
  "grader/publish/",
  "grader/cli/coverage.ts",
  "grader/trees/stage_edits.ts",
  ".ci/",
  ".dependency-cruiser.cjs",
  ".gitignore",
  ".nycrc.json",
  ".nycrc.instrument.json",
  ".prettierignore",
  "README.md",
  "eslint.config.js",
  "package.json",
  "package-lock.json",
];

/** Where programs begin, threads and child processes too: whatever these import is needed. */
export const PROGRAMS: readonly string[] = [
  "grader/cli/bootstrap.js",
  "grader/cli/grade.ts",
  "grader/cli/stage.ts",
  "grader/cli/run_program.ts",
  "grader/cli/submit.ts",
  "grader/cli/explore.ts",
  "grader/cli/restore.ts",
];

/** Files other than TypeScript that programs read, or that compile them. */
export const DATA: readonly string[] = [
  "grader/picture/page/picture.css",
  "grader/picture/page/tsconfig.json",
  "grader/report/report_schema.json",
];

/** Packages that no shipped file imports and students need: to compile, to format, and to build on. */
export const MORE_PACKAGES: readonly string[] = [
  "@types/node",
  "prettier",
  "sorted-btree",
  "typescript",
];

/** The commands of the package, each as it is in the kit unless it is given here. */
export const SCRIPTS: Readonly<Record<string, string | undefined>> = {
  grade: undefined,
  explore: undefined,
  example: undefined,
  srunner: undefined,
  crunner: undefined,
  cmud: undefined,
  submit: undefined,
  stage: undefined,
  restore: "node grader/cli/bootstrap.js restore",
  format: "prettier --write --log-level warn starter",
  build: undefined,
  clean: undefined,
};

/** What must not leave the kit. */
export interface Secret {
  readonly folder: string;
  /** How many lines of one file of the folder give it away; idioms happen to stand in many files. */
  readonly lines: number;
}

/** The folders of which nothing may be in the package, wherever it stands. */
export const SECRETS: readonly Secret[] = [
  { folder: "solution/", lines: 1 },
  { folder: "tests/kit/", lines: 6 },
  { folder: "handout/instructor/", lines: 1 },
];
