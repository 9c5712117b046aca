import ts from "typescript";

/** Functions that change the object that they are given first. */
const changers: ReadonlySet<string> = new Set(
  "assign defineProperty defineProperties setPrototypeOf set deleteProperty".split(" "),
);

/** Whether a statement of a module runs no code when the module is loaded. */
export function declaresOnly(node: ts.Statement): boolean {
  return (
    ts.isImportDeclaration(node) ||
    ts.isImportEqualsDeclaration(node) ||
    ts.isExportDeclaration(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isEnumDeclaration(node) ||
    node.kind === ts.SyntaxKind.EmptyStatement
  );
}

/** A value without what only the compiler sees. */
export function unwrap(value: ts.Expression): ts.Expression {
  return ts.isParenthesizedExpression(value) ||
    ts.isAsExpression(value) ||
    ts.isSatisfiesExpression(value) ||
    ts.isNonNullExpression(value)
    ? unwrap(value.expression)
    : value;
}

/** Whether the compiler keeps anybody from changing a value, all the way down. */
export function isAsConst(value: ts.Expression): boolean {
  if (ts.isSatisfiesExpression(value)) return isAsConst(value.expression);
  return ts.isAsExpression(value) && ts.isConstTypeReference(value.type);
}

/** Whether a type lets nobody change the array, object or collection itself. */
export function isReadonly(type: ts.TypeNode | undefined): boolean {
  if (type === undefined) return false;
  if (ts.isTypeOperatorNode(type)) return type.operator === ts.SyntaxKind.ReadonlyKeyword;
  const name = ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName) && type.typeName.text;
  return typeof name === "string" && /^Readonly(Array|Set|Map)?$/.test(name);
}

/** Whether an expression is `true`, `false` or `null`. */
export function isKeyword(node: ts.Expression): boolean {
  return [ts.SyntaxKind.TrueKeyword, ts.SyntaxKind.FalseKeyword, ts.SyntaxKind.NullKeyword].some(
    (kind) => node.kind === kind,
  );
}

/** Whether a field is static, or readonly. */
export function hasModifier(node: ts.PropertyDeclaration, text: "static" | "readonly"): boolean {
  const wanted = text === "static" ? ts.SyntaxKind.StaticKeyword : ts.SyntaxKind.ReadonlyKeyword;
  return node.modifiers?.some(({ kind }) => kind === wanted) ?? false;
}

/** What a piece of code assigns to, changes or deletes. */
export function changedBy(node: ts.Node): ts.Expression | undefined {
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    const assigns = kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
    return assigns ? unwrap(node.left) : undefined;
  }
  if (ts.isDeleteExpression(node)) return unwrap(node.expression);
  if (ts.isPostfixUnaryExpression(node)) return unwrap(node.operand);
  if (ts.isPrefixUnaryExpression(node)) {
    const changes =
      node.operator === ts.SyntaxKind.PlusPlusToken ||
      node.operator === ts.SyntaxKind.MinusMinusToken;
    return changes ? unwrap(node.operand) : undefined;
  }
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return;
  const { expression: owner, name } = node.expression;
  const isChanger = ts.isIdentifier(owner) && /^(Object|Reflect)$/.test(owner.text);
  const [first] = node.arguments;
  return isChanger && changers.has(name.text) && first !== undefined ? unwrap(first) : undefined;
}

/** The variable with which an access such as `a.b[c]` begins. */
export function rootOf(target: ts.Expression): ts.Identifier | undefined {
  const node = unwrap(target);
  if (ts.isIdentifier(node)) return node;
  return ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)
    ? rootOf(node.expression)
    : undefined;
}
