import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";

type ClassNode = TSESTree.ClassDeclaration | TSESTree.ClassExpression;

/**
 * Whether a node is part of what an actor runs. In a module of an actor that is everything, except for classes that
 * live outside of the actors: a receiver that answers RPCs, and those that are named.
 */
export function isActorCode(node: TSESTree.Node, outside: readonly string[]): boolean {
  // Every node has its program above it.
  for (let at = node; at.type !== AST_NODE_TYPES.Program; at = at.parent) {
    if (isClass(at) && isOutside(at, outside)) return false;
    // A type runs nowhere, and importing one does not either.
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
