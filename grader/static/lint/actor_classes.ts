import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";

/** A class, with a name or without. */
export type ClassNode = TSESTree.ClassDeclaration | TSESTree.ClassExpression;

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

/** Whether a class can be started as an actor: it says so, or it has what that takes. */
export function isActorClass(node: ClassNode): boolean {
  const { body } = node.body;
  const has = (name: string, isStatic: boolean): boolean =>
    body.some(
      (member) =>
        "key" in member &&
        member.static === isStatic &&
        member.key.type === AST_NODE_TYPES.Identifier &&
        member.key.name === name,
    );
  return implementsName(node, "Actor") || (has("onMessage", false) && has("module", true));
}

function isOutside(node: ClassNode, outside: readonly string[]): boolean {
  if (isActorClass(node)) return false;
  return outside.includes(node.id?.name ?? "") || implementsName(node, "Implementation");
}

function implementsName(node: ClassNode, name: string): boolean {
  return node.implements.some(
    ({ expression }) => expression.type === AST_NODE_TYPES.Identifier && expression.name === name,
  );
}

/** Whether a node is a class. */
export function isClass(node: TSESTree.Node): node is ClassNode {
  return (
    node.type === AST_NODE_TYPES.ClassDeclaration || node.type === AST_NODE_TYPES.ClassExpression
  );
}
