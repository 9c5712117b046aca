import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";

type ClassNode = TSESTree.ClassDeclaration | TSESTree.ClassExpression;

/**
 * Whether a node is code that an actor runs. In an actor's module that is everything except classes that run outside
 * actors: a receiver that answers RPCs, and the classes that are named.
 */
export function isActorCode(node: TSESTree.Node, outside: readonly string[]): boolean {
  // Every node is part of a program.
  for (let at = node; at.type !== AST_NODE_TYPES.Program; at = at.parent) {
    if (isClass(at) && isOutside(at, outside)) return false;
    // Types and imports of types do not run.
    if (/^TS(Type|Interface)/.test(at.type)) return false;
  }
  return true;
}

function isOutside(node: ClassNode, outside: readonly string[]): boolean {
  if (implementsName(node, "Actor")) return false;
  return outside.includes(node.id?.name ?? "") || implementsName(node, "Implementation");
}

function implementsName(node: ClassNode, name: string): boolean {
  return node.implements.some(
    ({ expression }) => expression.type === AST_NODE_TYPES.Identifier && expression.name === name,
  );
}

function isClass(node: TSESTree.Node): node is ClassNode {
  return (
    node.type === AST_NODE_TYPES.ClassDeclaration || node.type === AST_NODE_TYPES.ClassExpression
  );
}
