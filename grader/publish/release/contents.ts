/**
 * What students get of the kit: the given tree of their assignment, what the programs of the package need, and a few
 * files more. A file of the kit that is in no list here, and that nothing needs, stops a release until somebody decides
 * about it.
 */

/** The commands of the package, each as it is in the kit unless it is given here. Programs of the starter come on top. */
export const COMMANDS: Readonly<Record<string, string | undefined>> = {
  grade: undefined,
  explore: undefined,
  submit: undefined,
  stage: undefined,
  restore: "node grader/cli/bootstrap.js restore",
  format: "prettier --write --log-level warn starter",
  build: undefined,
  clean: undefined,
};

/** What is shipped although no program imports it, and what that imports. */
export const EXTRA: readonly string[] = [
  "make_submit.sh",
  "tsconfig.json",
  "tsconfig.base.json",
  ".editorconfig",
  ".gitattributes",
  ".mocharc.cjs",
  ".npmrc",
  ".prettierrc.json",
  "grader/cli/bootstrap.js",
  "grader/cli/mocha_ui.ts",
  "grader/picture/page/picture.css",
  "grader/picture/page/tsconfig.json",
  "grader/report/report_schema.json",
];

/** What stays here: instructors' things, and what only the kit itself is tested and built with. Folders end with a slash. */
export const KEPT: readonly string[] = [
  "solution/",
  "handout/",
  "tests/kit/",
  "grader/bench/",
  "grader/class/",
  "grader/labs/promises_of.ts",
  "grader/labs/cmud/promises.ts",
  "grader/labs/replicas/promises.ts",
  "grader/labs/sessions/promises.ts",
  "grader/publish/handout/",
  "grader/publish/promises/",
  "grader/publish/release/",
  "grader/publish/publish_error.ts",
  "grader/cli/bench.ts",
  "grader/cli/class_options.ts",
  "grader/cli/grade_class.ts",
  "grader/cli/grade_hand_in.ts",
  "grader/cli/grade_quietly.ts",
  "grader/cli/gradescope.ts",
  "grader/cli/gradescope_options.ts",
  "grader/cli/gradescope_run.ts",
  "grader/cli/coverage.ts",
  "grader/cli/handout.ts",
  "grader/cli/similar.ts",
  "grader/cli/release.ts",
  "grader/cli/stability.ts",
  "grader/suite/stability.ts",
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

/** Packages that no shipped file imports and students need to compile and to format, besides those of any tree. */
export const TOOLS: readonly string[] = ["@types/node", "prettier", "typescript"];

/** Files of the package that are not in the kit, by their paths. */
export const OWN_FILES: Readonly<Record<string, string>> = {
  ".gitignore": "node_modules/\nbuild/\nhandin.zip\n*.log\n",
  ".prettierignore": "build/\nhandout/\nnode_modules/\npackage-lock.json\n",
};

/** What must not leave the kit. */
export interface Secret {
  /** Tells by a file's path whether it is meant. */
  readonly path: RegExp;
  /** How many lines of one such file give it away; idioms happen to stand in many files. */
  readonly lines: number;
}

/** The files of which nothing may be in the package, wherever it stands. */
export const SECRETS: readonly Secret[] = [
  { path: /^solution\//, lines: 1 },
  { path: /^handout\/(.+\/)?instructor\//, lines: 1 },
  // Golden files repeat what shipped code writes.
  { path: /^tests\/kit\/(?!report\/golden\/)/, lines: 6 },
];
