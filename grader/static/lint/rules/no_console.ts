import { globalName, rule } from "../rule.js";

const PRINTS = /^(console\.\w+|process\.(stdout|stderr)\.write)$/;

/** Debug prints are gone before a hand-in. */
export const noConsole = rule(
  "Student files print nothing to the console",
  "output",
  "Remove {{what}} before you hand in: prints slow the tests down and bury what they report. While you search a bug in " +
    "an actor, context.log names the actor and goes where the grader can show it",
  (report, source) => ({
    CallExpression(node) {
      const name = globalName(node.callee, source);
      if (name !== undefined && PRINTS.test(name)) report(node, name);
    },
  }),
);
