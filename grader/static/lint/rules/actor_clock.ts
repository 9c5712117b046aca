import type { TSESTree } from "@typescript-eslint/utils";
import { globalName, actorRule } from "../rule.js";

const UNREPEATABLE = new Set([
  "Date",
  "Date.now",
  "performance.now",
  "process.hrtime",
  "process.hrtime.bigint",
  "process.uptime",
  "Math.random",
  "crypto.randomUUID",
  "crypto.getRandomValues",
]);

/** Actors ask their context for the time, and are deterministic otherwise. */
export const actorClock = actorRule(
  "Actors ask their context for the time",
  "An actor gets time and identity only from its context: {{what}} makes runs impossible to repeat. Use context.now() " +
    "for the time; for something unique, combine a counter in a field with uid(context.self)",
  (report, source) => {
    const check = (node: TSESTree.CallExpression): void => {
      const name = globalName(node.callee, source);
      if (name !== undefined && UNREPEATABLE.has(name)) report(node, name);
    };
    return {
      CallExpression: check,
      NewExpression(node) {
        // A Date of a given time is a calculation; one without is the clock.
        const isClock = globalName(node.callee, source) === "Date" && node.arguments.length === 0;
        if (isClock) report(node, "new Date()");
      },
    };
  },
);
