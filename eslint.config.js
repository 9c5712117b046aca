// @ts-check
import eslint from "@eslint/js";
import prettier from "eslint-config-prettier/flat";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

/**
 * The lint rules of the kit's own code. Every folder is checked with the tsconfig.json nearest to it, so `solution/` is
 * seen as a student's editor sees it: laid over `starter/`. The rules for students' files are the grader's and apart.
 */
export default defineConfig(
  globalIgnores(["build/", "coverage/", ".nyc_output/", "tests/kit/**/fixtures/"]),
  eslint.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      // `import x = require()` is how CommonJS packages are loaded where the start of a thread must be cheap.
      "@typescript-eslint/no-require-imports": ["error", { allowAsImport: true }],
      // Numbers, booleans and refusable values read well in messages; objects do not.
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      // `void promise` says that a promise is left alone on purpose, `void [a, b]` that a stub does not use its parameters.
      "@typescript-eslint/no-meaningless-void-operator": "off",
      // A handler may be `void | Promise<void>`: the caller waits if there is something to wait for.
      "@typescript-eslint/no-invalid-void-type": ["error", { allowInGenericTypeArguments: true }],
      // `async` without `await` turns what is thrown into a rejection, which is what an interface of promises asks for.
      "@typescript-eslint/require-await": "off",
      // Promise.all takes what is there already beside what is still to come.
      "@typescript-eslint/await-thenable": "off",
      // Counters and the like are classes whose fields are plain data, copied on purpose.
      "@typescript-eslint/no-misused-spread": "off",
      // An index loop visits the holes of an array and is the faster one; overloads say more than a union.
      "@typescript-eslint/prefer-for-of": "off",
      "@typescript-eslint/unified-signatures": "off",
      "@typescript-eslint/dot-notation": "off",
      // It takes the keys of a mapped type for an enum.
      "@typescript-eslint/no-unsafe-enum-assignment": "off",
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", ignoreRestSiblings: true },
      ],
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    // Chai's assertions are properties, and mocha's titles are given to functions that it calls.
    files: ["tests/**/*.ts"],
    rules: { "@typescript-eslint/no-unused-expressions": "off" },
  },
  {
    files: ["**/*.js", "**/*.cjs"],
    languageOptions: { globals: { module: "writable", process: "readonly", console: "readonly" } },
  },
  prettier,
);
