import type { TSESTree } from "@typescript-eslint/utils";
import { globalName, actorRule } from "../rule.js";

/** Actors wait for nothing. */
export const actorPromises = actorRule(
  "Actors are synchronous",
  "An actor never waits: with {{what}}, the actor would handle other messages in between, or run code outside " +
    "onMessage. Handle each message to its end, and handle later events as messages of their own",
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
