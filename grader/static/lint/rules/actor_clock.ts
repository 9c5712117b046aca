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
  "An actor asks its context and nothing else: {{what}} cannot be repeated in a test. The time is context.now(); where " +
    "something must be unique, count in a field and add uid(context.self)",
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
