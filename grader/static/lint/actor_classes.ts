import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";

type ClassNode = TSESTree.ClassDeclaration | TSESTree.ClassExpression;

/** Whether a class says that it implements the Actor interface. */
export function isActorClass(node: ClassNode): boolean {
  return implementsName(node, "Actor");
}

/**
 * Whether a node is part of what an actor runs. In a module of an actor that is everything, except for classes that
 * live outside of the actors: a server, and a receiver that answers RPCs.
 */
export function isActorCode(node: TSESTree.Node): boolean {
  // Every node has its program above it.
  for (let at = node; at.type !== AST_NODE_TYPES.Program; at = at.parent) {
    if (isClass(at) && isOutside(at)) return false;
    // A type runs nowhere, and importing one does not either.
    if (/^TS(Type|Interface)/.test(at.type)) return false;
  }
  return true;
}

function isOutside(node: ClassNode): boolean {
  if (isActorClass(node)) return false;
  return node.id?.name === "Server" || implementsName(node, "Implementation");
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
