import type { TSESTree } from "@typescript-eslint/utils";
import { globalName, actorRule } from "../rule.js";

/** Actors wait for nothing. */
export const actorPromises = actorRule(
  "Actors are synchronous",
  "An actor never waits: {{what}} would let other messages in between, or run code beside onMessage. Return after " +
    "every message, and let what comes later come as a message of its own",
  (report, source) => {
    const asynchronous = (node: TSESTree.FunctionLike): void => {
      if (node.async) report(node, "an async function");
    };
    return {
      FunctionDeclaration: asynchronous,
      FunctionExpression: asynchronous,
      ArrowFunctionExpression: asynchronous,
      // Within a function, `async` has been reported already.
      "Program > ExpressionStatement > AwaitExpression"(node: TSESTree.Node) {
        report(node, "await");
      },
      NewExpression(node) {
        if (globalName(node.callee, source) === "Promise") report(node, "a promise");
      },
      CallExpression(node) {
        const name = globalName(node.callee, source);
        if (name?.startsWith("Promise.") === true) report(node, name);
      },
    };
  },
);
