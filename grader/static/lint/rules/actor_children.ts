import { AST_NODE_TYPES, type TSESLint, type TSESTree } from "@typescript-eslint/utils";
import type ts from "typescript";
import { isActorClass, isClass } from "../actor_classes.js";
import { actorRule } from "../rule.js";

/** Actors are started, and never made with `new`. */
export const actorChildren = actorRule(
  "Actors start other actors, and do not make them",
  "Actors share nothing, but {{what}} makes an actor that is only an object of this one: it has no mailbox, no ref and no " +
    "supervisor. Start a child with context.startChild(props(TheClass, ...)), and send messages to the ref that you get",
  (report, source) => ({
    NewExpression(node) {
      if (makesActor(node, source)) report(node, `new ${source.getText(node.callee)}()`);
    },
  }),
);

function makesActor(node: TSESTree.NewExpression, source: TSESLint.SourceCode): boolean {
  return makesActorOfFile(node, source) || makesActorByType(node, source);
}

function makesActorOfFile(
  { callee }: TSESTree.NewExpression,
  source: TSESLint.SourceCode,
): boolean {
  if (callee.type !== AST_NODE_TYPES.Identifier) return false;
  return source.ast.body
    .map((node) => ("declaration" in node && node.declaration ? node.declaration : node))
    .some((node) => isClass(node) && node.id?.name === callee.name && isActorClass(node));
}

/** A class of another file is known by its type only: what can be started, and can handle messages. */
function makesActorByType(node: TSESTree.NewExpression, source: TSESLint.SourceCode): boolean {
  const { program, esTreeNodeToTSNodeMap: nodes } = source.parserServices ?? {};
  if (program == null || nodes === undefined) return false;
  const checker = program.getTypeChecker();
  const typeOf = (at: TSESTree.Node): ts.Type => checker.getTypeAtLocation(nodes.get(at));
  return (
    typeOf(node.callee).getProperty("module") !== undefined &&
    typeOf(node).getProperty("onMessage") !== undefined
  );
}
