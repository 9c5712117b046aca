import { builtinModules } from "node:module";
import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import { globalName, actorRule } from "../rule.js";

const GLOBALS = new Set(["fetch", "WebSocket", "XMLHttpRequest", "EventSource", "require"]);
/** Given folders that reach the outside; an actor has its context instead. */
const OUTSIDE = /^(\.\.\/)+(platform|rpc)\//;
const SYSTEM = /^\.{1,2}\/(\.\.\/)*(actor\/)?(actor_system|actor_host|actor_thread)\.js$/;

/** Actors reach the world through their context alone. */
export const actorIo = actorRule(
  "Actors do no I/O and import no Node modules",
  "An actor does no I/O and imports no Node modules: {{what}} bypasses the actor system. Send messages with " +
    "context.tell instead, and print with context.log",
  (report, source, isActors) => {
    const from = (node: TSESTree.Node, module: string): void => {
      if (isOutside(module)) report(node, `the module "${module}"`);
    };
    return {
      ImportDeclaration(node) {
        const onlyTypes =
          node.importKind === "type" ||
          (node.specifiers.length > 0 &&
            node.specifiers.every(
              (part) => part.type === AST_NODE_TYPES.ImportSpecifier && part.importKind === "type",
            ));
        if (!onlyTypes && !usedOutsideOnly(node)) from(node, node.source.value);
      },
      ExportNamedDeclaration(node) {
        const { source: module, exportKind, specifiers } = node;
        const onlyTypes =
          exportKind === "type" || specifiers.every((part) => part.exportKind === "type");
        if (module !== null && !onlyTypes) from(node, module.value);
      },
      ExportAllDeclaration(node) {
        if (node.exportKind !== "type") from(node, node.source.value);
      },
      ImportExpression(node) {
        report(node, "import()");
      },
      CallExpression(node) {
        const name = globalName(node.callee, source);
        if (name !== undefined && GLOBALS.has(name)) report(node, name);
      },
      NewExpression(node) {
        const name = globalName(node.callee, source);
        if (name !== undefined && GLOBALS.has(name)) report(node, name);
      },
    };

    /** A module may hold a receiver beside the actor; what only that uses is no concern of the actor's. */
    function usedOutsideOnly(node: TSESTree.ImportDeclaration): boolean {
      const uses = source.getDeclaredVariables(node).flatMap((variable) => variable.references);
      return uses.length > 0 && uses.every((use) => !isActors(use.identifier));
    }
  },
);

function isOutside(module: string): boolean {
  return (
    module.startsWith("node:") ||
    builtinModules.includes(module) ||
    module === "ws" ||
    OUTSIDE.test(module) ||
    SYSTEM.test(module)
  );
}
