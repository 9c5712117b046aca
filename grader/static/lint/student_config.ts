import eslint from "@eslint/js";
import prettier from "eslint-config-prettier/flat";
import type { Linter } from "eslint";
import type { Program } from "typescript";
import tseslint from "typescript-eslint";
import type { LintSpec } from "../static_spec.js";
import { actorChildren } from "./rules/actor_children.js";
import { actorClock } from "./rules/actor_clock.js";
import { actorGlobals } from "./rules/actor_globals.js";
import { actorIo } from "./rules/actor_io.js";
import { actorModuleState } from "./rules/actor_module_state.js";
import { actorPromises } from "./rules/actor_promises.js";
import { actorTimers } from "./rules/actor_timers.js";
import { noConsole } from "./rules/no_console.js";
import { noTodo } from "./rules/no_todo.js";
import type { Rule } from "./rule.js";

/** The rules that hold for the code that actors run. */
const actorRules: Readonly<Record<string, Rule>> = {
  "actor-children": actorChildren,
  "actor-clock": actorClock,
  "actor-globals": actorGlobals,
  "actor-io": actorIo,
  "actor-module-state": actorModuleState,
  "actor-promises": actorPromises,
  "actor-timers": actorTimers,
};

/** Every rule of the kit's own, by its name behind `kit/`. */
export const kitRules: Readonly<Record<string, Rule>> = {
  ...actorRules,
  "no-console": noConsole,
  "no-todo": noTodo,
};

/** The parameters of the lint configuration. */
export interface StudentLint {
  /** The folder of the staged sources. */
  readonly srcDir: string;
  readonly tsconfig: string;
  /** The compiler's view of the sources; if undefined, one is made with `tsconfig`. */
  readonly program?: Program | undefined;
  /** The files that an actor runs, relative to `srcDir`. */
  readonly actorFiles: readonly string[];
  /** The files that must be finished. */
  readonly finishedFiles: readonly string[];
  readonly spec: LintSpec;
}

/**
 * The ESLint configuration for student files. It is complete: it ignores configuration files and comments of students.
 */
export function studentConfig(lint: StudentLint): Linter.Config[] {
  const { srcDir, tsconfig, program } = lint;
  const types =
    program === undefined
      ? { project: tsconfig, tsconfigRootDir: srcDir }
      : { programs: [program] };
  const plugin = { rules: kitRules } as unknown as NonNullable<Linter.Config["plugins"]>[string];
  return [
    { files: ["**/*.ts"], linterOptions: { noInlineConfig: true } },
    eslint.configs.recommended,
    ...(tseslint.configs.recommended as Linter.Config[]),
    {
      files: ["**/*.ts"],
      plugins: { kit: plugin },
      settings: { sections: lint.spec.sections, outsideActors: lint.spec.outsideActors },
      languageOptions: { parserOptions: types },
      rules: {
        ...TYPED_RULES,
        ...STYLE_RULES,
        // The compiler knows better, and says so in the stage before.
        "no-undef": "off",
        "kit/no-console": "error",
      },
    },
    ...forFiles(lint.actorFiles, Object.keys(actorRules)),
    ...forFiles(lint.finishedFiles, ["no-todo"]),
    prettier,
  ];
}

/** Mistakes that only the types reveal, and that take students an evening to find. */
const TYPED_RULES: Linter.RulesRecord = {
  "@typescript-eslint/no-floating-promises": "error",
  "@typescript-eslint/no-misused-promises": "error",
  "@typescript-eslint/await-thenable": "error",
  "@typescript-eslint/no-for-in-array": "error",
  "@typescript-eslint/only-throw-error": "error",
  "@typescript-eslint/switch-exhaustiveness-check": [
    "error",
    { considerDefaultExhaustiveForUnions: true },
  ],
};

const STYLE_RULES: Linter.RulesRecord = {
  eqeqeq: "error",
  "no-var": "error",
  "prefer-const": "error",
  "no-restricted-properties": [
    "error",
    {
      property: "localeCompare",
      message: "Its order depends on the language of the machine; compare strings with < and >.",
    },
  ],
  // `import x = require()` loads a CommonJS package faster than an import does.
  "@typescript-eslint/no-require-imports": ["error", { allowAsImport: true }],
  "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
  "@typescript-eslint/naming-convention": [
    "error",
    { selector: "typeLike", format: ["PascalCase"] },
    {
      selector: "variable",
      format: ["camelCase", "PascalCase", "UPPER_CASE"],
      leadingUnderscore: "allow",
    },
    { selector: ["function", "method"], format: ["camelCase"] },
    { selector: "parameter", format: ["camelCase"], leadingUnderscore: "allow" },
  ],
};

function forFiles(paths: readonly string[], names: readonly string[]): Linter.Config[] {
  if (paths.length === 0) return [];
  const rules = Object.fromEntries(names.map((name) => [`kit/${name}`, "error" as const]));
  return [{ files: paths.map((path) => `**/${path}`), rules }];
}
