import { globalName, actorRule } from "../rule.js";

const TIMERS = new Set([
  "setTimeout",
  "setInterval",
  "setImmediate",
  "queueMicrotask",
  "process.nextTick",
  "clearTimeout",
  "clearInterval",
  "clearImmediate",
]);

/** Actors have no timers of their own. */
export const actorTimers = actorRule(
  "Actors set no timers",
  "An actor sets no timers: {{what}} would run code outside onMessage. Send yourself a delayed message with " +
    "context.tellAfter(context.self, message, delayMs), and act when it arrives",
  (report, source) => ({
    CallExpression(node) {
      const name = globalName(node.callee, source);
      if (name !== undefined && TIMERS.has(name)) report(node, name);
    },
  }),
);
