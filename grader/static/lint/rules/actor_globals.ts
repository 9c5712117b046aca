import { AST_NODE_TYPES } from "@typescript-eslint/utils";
import { isDeclared, actorRule } from "../rule.js";

const SHARED = new Set([
  "globalThis",
  "global",
  "process",
  "SharedArrayBuffer",
  "Atomics",
  "BroadcastChannel",
  "MessageChannel",
]);

/** Actors share nothing, not even through globals. */
export const actorGlobals = actorRule(
  "Actors use no globals to share state",
  "Actors share nothing, but {{what}} is visible to other code. Keep state in the actor's own fields, and tell others " +
    "in messages what they need to know",
  (report, source) => ({
    Identifier(node) {
      if (!SHARED.has(node.name) || isDeclared(node, source)) return;
      const { parent } = node;
      const isProperty =
        (parent.type === AST_NODE_TYPES.MemberExpression &&
          parent.property === node &&
          !parent.computed) ||
        (parent.type === AST_NODE_TYPES.Property && parent.key === node && !parent.shorthand) ||
        parent.type === AST_NODE_TYPES.PropertyDefinition ||
        parent.type === AST_NODE_TYPES.MethodDefinition;
      if (!isProperty) report(node, node.name);
    },
  }),
);
