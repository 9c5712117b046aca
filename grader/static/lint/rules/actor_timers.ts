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
  "An actor sets no timers: {{what}} would run code beside onMessage. Send yourself a message later with " +
    "context.tellAfter(context.self, message, delayMs), and act when it arrives",
  (report, source) => ({
    CallExpression(node) {
      const name = globalName(node.callee, source);
      if (name !== undefined && TIMERS.has(name)) report(node, name);
    },
  }),
);
