import { AST_NODE_TYPES, type TSESLint, type TSESTree } from "@typescript-eslint/utils";
import { isDeclared, propertyName, rule } from "../rule.js";

/** Methods that change the array, map or set on which they are called. */
const CHANGING = new Set(
  "add clear copyWithin delete fill pop push reverse set shift sort splice unshift".split(" "),
);
/** Classes whose instances hold no state that a caller could change. */
const CONSTANT = new Set(["RegExp", "TextEncoder", "TextDecoder", "URL"]);

/** What an actor knows is in its fields; its module holds constants only. */
export const actorModuleState = rule(
  "Modules of actors hold no state",
  "actors",
  "Actors share nothing, but {{what}} belongs to the module and not to an actor. Keep it in a private field of the " +
    "actor, or make it a constant",
  (report, source) => ({
    "Program > VariableDeclaration, Program > ExportNamedDeclaration > VariableDeclaration"(
      node: TSESTree.VariableDeclaration,
    ) {
      for (const declared of node.declarations) {
        const name = source.getText(declared.id).split(":")[0] ?? "";
        if (node.kind !== "const") report(declared, `the module's variable "${name}"`);
        else if (
          (isContainer(declared.init) && isChanged(declared, source)) ||
          hidesState(declared.init, source)
        )
          report(declared, `the module's "${name}", which is changed while the program runs,`);
        else if (isInstance(declared.init))
          report(declared, `the object in the module's "${name}"`);
      }
    },
    PropertyDefinition(node) {
      if (!node.static) return;
      const name = source.getText(node.key);
      if (!node.readonly) report(node, `the class's static variable "${name}"`);
      else if (isInstance(node.value) || isEmptyContainer(node.value))
        report(node, `the object in the class's static "${name}"`);
    },
  }),
);

/** `new Map(...)` and the like, unless it is a collection that is filled at once and never changed. */
function isInstance(init: TSESTree.Expression | null): boolean {
  if (init?.type !== AST_NODE_TYPES.NewExpression) return false;
  const name = init.callee.type === AST_NODE_TYPES.Identifier ? init.callee.name : "";
  if (CONSTANT.has(name)) return false;
  return !isFilledCollection(init);
}

function isContainer(init: TSESTree.Expression | null): boolean {
  if (init === null) return false;
  if (init.type === AST_NODE_TYPES.NewExpression) return isFilledCollection(init);
  if (
    init.type === AST_NODE_TYPES.TSAsExpression ||
    init.type === AST_NODE_TYPES.TSSatisfiesExpression
  )
    return isContainer(init.expression);
  return (
    init.type === AST_NODE_TYPES.ArrayExpression || init.type === AST_NODE_TYPES.ObjectExpression
  );
}

function isFilledCollection(init: TSESTree.NewExpression): boolean {
  const name = init.callee.type === AST_NODE_TYPES.Identifier ? init.callee.name : "";
  return (name === "Map" || name === "Set") && init.arguments.length > 0;
}

function isEmptyContainer(value: TSESTree.Expression | null): boolean {
  return (
    (value?.type === AST_NODE_TYPES.ArrayExpression && value.elements.length === 0) ||
    (value?.type === AST_NODE_TYPES.ObjectExpression && value.properties.length === 0)
  );
}

/** Whether any code assigns into the object that a constant holds, or calls what changes it. */
function isChanged(declared: TSESTree.VariableDeclarator, source: TSESLint.SourceCode): boolean {
  if (declared.id.type !== AST_NODE_TYPES.Identifier || !isDeclared(declared.id, source))
    return false;
  return source
    .getDeclaredVariables(declared)
    .flatMap((variable) => variable.references)
    .some((use) => changes(use.identifier));
}

/**
 * Whether it is a call of a function of the same module that returns a function, or an object with one, that changes
 * variables of the first: `const next = counter();`.
 */
function hidesState(init: TSESTree.Expression | null, source: TSESLint.SourceCode): boolean {
  if (init?.type !== AST_NODE_TYPES.CallExpression) return false;
  const maker = functionOf(init.callee, source);
  const scope = maker && source.scopeManager?.acquire(maker);
  if (!scope) return false;
  return scope.variables
    .flatMap((variable) => variable.references)
    .filter((use) => use.isWrite() || changes(use.identifier))
    .some((use) => use.from.variableScope !== scope && isReturned(use.from.variableScope.block));
}

/** Whether a function is what the function around it returns, or part of it. */
function isReturned(node: TSESTree.Node): boolean {
  switch (node.parent?.type) {
    case AST_NODE_TYPES.ReturnStatement:
      return true;
    case AST_NODE_TYPES.ArrowFunctionExpression:
      return node.parent.body === node;
    case AST_NODE_TYPES.Property:
    case AST_NODE_TYPES.ObjectExpression:
    case AST_NODE_TYPES.ArrayExpression:
    case AST_NODE_TYPES.TSAsExpression:
    case AST_NODE_TYPES.TSSatisfiesExpression:
      return isReturned(node.parent);
    default:
      return false;
  }
}

/** The function that an expression is, or names, if it is in the same module. */
function functionOf(
  node: TSESTree.Node | null | undefined,
  source: TSESLint.SourceCode,
): TSESTree.Node | undefined {
  switch (node?.type) {
    case AST_NODE_TYPES.FunctionDeclaration:
    case AST_NODE_TYPES.FunctionExpression:
    case AST_NODE_TYPES.ArrowFunctionExpression:
      return node;
    case AST_NODE_TYPES.VariableDeclarator:
      return functionOf(node.init, source);
    case AST_NODE_TYPES.Identifier: {
      const { references } = source.getScope(node);
      const named = references.find(({ identifier }) => identifier === node)?.resolved;
      return functionOf(named?.defs[0]?.node, source);
    }
    default:
      return undefined;
  }
}

function changes(use: TSESTree.Node): boolean {
  const access = use.parent;
  if (access?.type !== AST_NODE_TYPES.MemberExpression || access.object !== use) return false;
  const { parent } = access;
  if (parent.type === AST_NODE_TYPES.CallExpression && parent.callee === access)
    return CHANGING.has(propertyName(access) ?? "");
  return (
    (parent.type === AST_NODE_TYPES.AssignmentExpression && parent.left === access) ||
    parent.type === AST_NODE_TYPES.UpdateExpression ||
    (parent.type === AST_NODE_TYPES.UnaryExpression && parent.operator === "delete") ||
    // Further down, such as `table.row.cell = 1`.
    (parent.type === AST_NODE_TYPES.MemberExpression && changes(access))
  );
}
