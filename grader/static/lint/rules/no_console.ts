import { globalName, rule } from "../rule.js";

const PRINTS = /^(console\.\w+|process\.(stdout|stderr)\.write)$/;

/** Debug prints are gone before a hand-in. */
export const noConsole = rule(
  "Student files print nothing to the console",
  "output",
  "Remove {{what}} before you hand in: debug prints slow the tests down and hide what they report. To find a bug in an " +
    "actor, use context.log, which names the actor; --verbose shows its output",
  (report, source) => ({
    CallExpression(node) {
      const name = globalName(node.callee, source);
      if (name !== undefined && PRINTS.test(name)) report(node, name);
    },
  }),
);
