import ts from "typescript";

/**
 * Whether a module might keep something at its top level that changes while the program runs: two simulated hosts that
 * share the module have it together. When in doubt, it does. A module that does not may still hide state in a given module
 * or in a package.
 *
 * @param isGiven tells by what an import names whether that is a given module, whose functions make nothing that changes.
 */
export function keepsState(text: string, isGiven: (module: string) => boolean): boolean {
  const source = ts.createSourceFile("module.ts", text, ts.ScriptTarget.Latest, true);
  const names = namesIn(source, isGiven);
  const isStateless = source.statements.every((statement) => declaresConstants(statement, names));
  return !isStateless || changesOuter(source, names);
}

/** The names that a module declares. */
interface Names {
  readonly topLevel: ReadonlySet<string>;
  /** Those of parameters and of variables within functions. */
  readonly inner: ReadonlySet<string>;
  /** Those that are imported from given modules. */
  readonly given: ReadonlySet<string>;
}

function namesIn(source: ts.SourceFile, isGiven: (module: string) => boolean): Names {
  const topLevel = new Set<string>();
  const inner = new Set<string>();
  const given = new Set<string>();
  const visit = (node: ts.Node, isTop: boolean): void => {
    const isVariable =
      ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isBindingElement(node);
    const isOther =
      ts.isImportClause(node) ||
      ts.isImportSpecifier(node) ||
      ts.isNamespaceImport(node) ||
      ts.isImportEqualsDeclaration(node) ||
      ts.isFunctionDeclaration(node) ||
      ts.isClassLike(node) ||
      ts.isEnumDeclaration(node);
    if ((isVariable || isOther) && node.name !== undefined && ts.isIdentifier(node.name))
      (isOther || isTop ? topLevel : inner).add(node.name.text);
    if (ts.isImportSpecifier(node)) {
      const { moduleSpecifier } = node.parent.parent.parent;
      if (isGiven((moduleSpecifier as ts.StringLiteral).text)) given.add(node.name.text);
    }
    const isInside = ts.isFunctionLike(node) || ts.isBlock(node) || ts.isClassLike(node);
    ts.forEachChild(node, (child) => {
      visit(child, isTop && !isInside);
    });
  };
  visit(source, true);
  return { topLevel, inner, given };
}

/** Whether a statement of a module runs no code when the module is loaded, and keeps nothing that could change. */
function declaresConstants(node: ts.Statement, names: Names): boolean {
  if (ts.isClassDeclaration(node)) return isStatelessClass(node, names);
  if (ts.isExportAssignment(node)) return isConstant(node.expression, names);
  if (ts.isVariableStatement(node)) {
    if (hasModifier(node, ts.SyntaxKind.DeclareKeyword)) return true;
    const { flags, declarations } = node.declarationList;
    return (
      (flags & ts.NodeFlags.Const) !== 0 &&
      declarations.every(({ type, initializer }) => isConstantAs(type, initializer, names))
    );
  }
  return (
    ts.isImportDeclaration(node) ||
    ts.isImportEqualsDeclaration(node) ||
    ts.isExportDeclaration(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isEnumDeclaration(node)
  );
}

function isStatelessClass(node: ts.ClassLikeDeclaration, names: Names): boolean {
  const bases = (node.heritageClauses ?? [])
    .filter(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)
    .flatMap(({ types }) => [...types]);
  return (
    node.modifiers?.some(ts.isDecorator) !== true &&
    bases.every(({ expression }) => ts.isIdentifier(expression)) &&
    node.members.every((member) => {
      if (ts.isClassStaticBlockDeclaration(member)) return false;
      if (!ts.isPropertyDeclaration(member)) return true;
      if (!hasModifier(member, ts.SyntaxKind.StaticKeyword)) return true;
      const { initializer } = member;
      if (!hasModifier(member, ts.SyntaxKind.ReadonlyKeyword)) return false;
      return initializer === undefined || isConstant(initializer, names);
    })
  );
}

/** Whether nothing about a variable's value can change, given that the type of it keeps its holders from that. */
function isConstantAs(
  type: ts.TypeNode | undefined,
  value: ts.Expression | undefined,
  names: Names,
): boolean {
  if (value === undefined) return true;
  const isReadonlyArray =
    type !== undefined &&
    ts.isTypeOperatorNode(type) &&
    type.operator === ts.SyntaxKind.ReadonlyKeyword;
  const typeName = type && ts.isTypeReferenceNode(type) ? type.typeName.getText() : "";
  if (ts.isNewExpression(value) && /^Readonly(Set|Map)$/.test(typeName)) {
    // A map is filled from pairs, which it does not keep.
    const levels = typeName === "ReadonlyMap" ? 2 : 1;
    const isCollection = /^(Set|Map)$/.test(value.expression.getText());
    return isCollection && (value.arguments ?? []).every((one) => isConstant(one, names, levels));
  }
  return isConstant(value, names, isReadonlyArray || /^Readonly(Array)?$/.test(typeName) ? 1 : 0);
}

/** Objects of JavaScript's own whose properties and functions hold nothing that changes. */
const constants: ReadonlySet<string> = new Set(
  "undefined NaN Infinity Math Number String Boolean BigInt Symbol".split(" "),
);

/**
 * Whether nothing about a value can change.
 *
 * @param levels how many arrays and objects within each other the compiler keeps from being changed.
 */
function isConstant(value: ts.Node, names: Names, levels = 0): boolean {
  const all = (nodes: readonly ts.Node[] | undefined, within = levels): boolean =>
    nodes?.every((node) => isConstant(node, names, within)) ?? true;
  if (ts.isAsExpression(value)) {
    return isConstant(
      value.expression,
      names,
      ts.isConstTypeReference(value.type) ? Infinity : levels,
    );
  }
  if (
    ts.isParenthesizedExpression(value) ||
    ts.isSatisfiesExpression(value) ||
    ts.isNonNullExpression(value)
  ) {
    return isConstant(value.expression, names, levels);
  }
  if (ts.isIdentifier(value)) return names.topLevel.has(value.text) || constants.has(value.text);
  // Regular expressions with these flags remember where they were.
  if (ts.isRegularExpressionLiteral(value)) return !/\/[a-z]*[gy][a-z]*$/.test(value.text);
  if (ts.isArrowFunction(value) || ts.isFunctionExpression(value)) return true;
  if (ts.isToken(value) || ts.isMetaProperty(value)) return true;
  if (ts.isClassExpression(value)) return isStatelessClass(value, names);
  if (ts.isPropertyAccessExpression(value)) return isConstant(value.expression, names);
  if (ts.isArrayLiteralExpression(value)) return levels > 0 && all(value.elements, levels - 1);
  if (ts.isObjectLiteralExpression(value)) {
    const fields = value.properties.map((one) => ts.isPropertyAssignment(one) && one.initializer);
    return levels > 0 && fields.every((field) => field && isConstant(field, names, levels - 1));
  }
  if (ts.isCallExpression(value)) {
    const called = value.expression;
    const owner = ts.isPropertyAccessExpression(called) ? called.expression : called;
    if (!ts.isIdentifier(owner)) return false;
    const isFunction =
      constants.has(owner.text) || (owner === called && names.given.has(owner.text));
    return isFunction && all(value.arguments, Infinity);
  }
  if (ts.isNewExpression(value)) return value.expression.getText() === "TextEncoder";
  const isCombined =
    ts.isTemplateExpression(value) ||
    ts.isTemplateSpan(value) ||
    ts.isPrefixUnaryExpression(value) ||
    ts.isBinaryExpression(value) ||
    ts.isConditionalExpression(value);
  return isCombined && all(value.getChildren().flatMap(listed));
}

/** A node, or those of a list of nodes. */
function listed(node: ts.Node): readonly ts.Node[] {
  return node.kind === ts.SyntaxKind.SyntaxList ? node.getChildren() : [node];
}

/** Whether some code hangs something on a class, a function, a module's export or a global. */
function changesOuter(node: ts.Node, names: Names): boolean {
  const target = changedBy(node);
  const root = target && rootOf(target);
  if (root !== undefined) {
    const isOutside = !names.topLevel.has(root.text) && !names.inner.has(root.text);
    if (isOutside || (root !== target && names.topLevel.has(root.text))) return true;
  }
  if (ts.isIdentifier(node) && /^(globalThis|global)$/.test(node.text)) return true;
  return ts.forEachChild(node, (child) => changesOuter(child, names)) ?? false;
}

/** What a piece of code assigns to, changes or deletes. */
function changedBy(node: ts.Node): ts.Expression | undefined {
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    const assigns = kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
    return assigns ? node.left : undefined;
  }
  if (ts.isDeleteExpression(node)) return node.expression;
  if (ts.isPostfixUnaryExpression(node)) return node.operand;
  if (ts.isPrefixUnaryExpression(node)) {
    return /^(\+\+|--)/.test(node.getText()) ? node.operand : undefined;
  }
  if (!ts.isCallExpression(node)) return undefined;
  const isChanger =
    /^(Object\.(assign|defineProperty|defineProperties|setPrototypeOf)|Reflect\.\w+)$/;
  return isChanger.test(node.expression.getText()) ? node.arguments[0] : undefined;
}

/** The variable with which an access such as `a.b[c]` begins. */
function rootOf(target: ts.Expression): ts.Identifier | undefined {
  if (ts.isIdentifier(target)) return target;
  return ts.isPropertyAccessExpression(target) ||
    ts.isElementAccessExpression(target) ||
    ts.isParenthesizedExpression(target) ||
    ts.isNonNullExpression(target) ||
    ts.isAsExpression(target)
    ? rootOf(target.expression)
    : undefined;
}

function hasModifier(node: ts.HasModifiers, kind: ts.SyntaxKind): boolean {
  return node.modifiers?.some((modifier) => modifier.kind === kind) ?? false;
}
