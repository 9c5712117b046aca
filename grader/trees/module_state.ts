import { existsSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import ts from "typescript";
import {
  changedBy,
  declaresOnly,
  hasModifier,
  isAsConst,
  isKeyword,
  isReadonly,
  rootOf,
  unwrap,
} from "./state_syntax.js";

/** Something that a module might keep and change while the program runs. */
export interface ModuleState {
  /** Relative to the tree, with forward slashes. */
  readonly path: string;
  readonly line: number;
  /** For people: what it is. */
  readonly what: string;
}

/**
 * Finds what modules keep at their top level and might change: two threads that load the module have it twice, two
 * simulated hosts that share the module have it together. When in doubt, it is state; so a module in which nothing is
 * found has none, unless it hides it inside of a given module or a package.
 *
 * @param paths the student's files, relative to `srcDir`, with forward slashes. Other modules are taken for stateless.
 */
export function moduleState(srcDir: string, paths: readonly string[]): ModuleState[] {
  return paths.flatMap((path) => {
    const file = join(srcDir, path);
    const text = existsSync(file) ? readFileSync(file, "utf8") : "";
    const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
    return new ModuleReader(source, (imported) => isGiven(path, imported, paths)).read();
  });
}

/** Objects of JavaScript's own whose properties and functions hold nothing that changes. */
const constants: ReadonlySet<string> = new Set(
  "undefined NaN Infinity Math Number String Boolean BigInt Symbol JSON".split(" "),
);

/** Classes whose instances hold nothing that a caller could change. */
const constantClasses: ReadonlySet<string> = new Set(["TextEncoder"]);

class ModuleReader {
  readonly #source: ts.SourceFile;
  readonly #isGiven: (specifier: string) => boolean;
  readonly #found: ModuleState[] = [];
  /** Functions of given modules, by the names under which they were imported. */
  readonly #given = new Set<string>();
  readonly #topLevel = new Set<string>();
  /** Names of parameters and of variables inside of functions. */
  readonly #inner = new Set<string>();

  constructor(source: ts.SourceFile, isGiven: (specifier: string) => boolean) {
    this.#source = source;
    this.#isGiven = isGiven;
  }

  read(): ModuleState[] {
    this.#noteNames(this.#source);
    for (const statement of this.#source.statements) this.#readStatement(statement);
    this.#findChanges(this.#source);
    return this.#found;
  }

  #noteNames(node: ts.Node): void {
    if (ts.isImportDeclaration(node)) this.#noteImport(node);
    else if (ts.isImportEqualsDeclaration(node)) this.#topLevel.add(node.name.text);
    else if (
      (ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isBindingElement(node)) &&
      ts.isIdentifier(node.name)
    ) {
      (this.#isTopLevel(node) ? this.#topLevel : this.#inner).add(node.name.text);
    } else if (
      (ts.isFunctionDeclaration(node) || ts.isClassLike(node) || ts.isEnumDeclaration(node)) &&
      node.name !== undefined
    ) {
      this.#topLevel.add(node.name.text);
    }
    ts.forEachChild(node, (child) => {
      this.#noteNames(child);
    });
  }

  #noteImport({ importClause, moduleSpecifier }: ts.ImportDeclaration): void {
    const given = ts.isStringLiteral(moduleSpecifier) && this.#isGiven(moduleSpecifier.text);
    const bindings = importClause?.namedBindings;
    const names = [
      ...(importClause?.name === undefined ? [] : [importClause.name]),
      ...(bindings !== undefined && ts.isNamespaceImport(bindings) ? [bindings.name] : []),
      ...(bindings !== undefined && ts.isNamedImports(bindings)
        ? bindings.elements.map(({ name }) => name)
        : []),
    ];
    for (const { text } of names) {
      this.#topLevel.add(text);
      if (given) this.#given.add(text);
    }
  }

  #isTopLevel(node: ts.Node): boolean {
    for (let up = node.parent; !ts.isSourceFile(up); up = up.parent) {
      if (ts.isFunctionLike(up) || ts.isBlock(up) || ts.isClassLike(up)) return false;
    }
    return true;
  }

  #readStatement(node: ts.Statement): void {
    if (ts.isVariableStatement(node)) {
      this.#readVariables(node);
    } else if (ts.isClassDeclaration(node)) {
      this.#readClass(node);
    } else if (ts.isExportAssignment(node)) {
      this.#readValue(node.expression, "the module's default export");
    } else if (ts.isExpressionStatement(node) && ts.isStringLiteral(node.expression)) {
      // "use strict".
    } else if (!declaresOnly(node)) {
      this.#add(node, "code that runs when the module is loaded");
    }
  }

  #readVariables(node: ts.VariableStatement): void {
    if (node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword) === true) return;
    const isConst = (node.declarationList.flags & ts.NodeFlags.Const) !== 0;
    for (const { name, type, initializer } of node.declarationList.declarations) {
      const what = `the module's variable ${name.getText(this.#source)}`;
      if (!isConst) this.#add(name, what);
      else if (initializer !== undefined && !(isReadonly(type) && this.#isFlat(initializer)))
        this.#readValue(initializer, what);
    }
  }

  #readClass(node: ts.ClassLikeDeclaration): void {
    const name = node.name?.text ?? "a class";
    if (node.modifiers?.some(ts.isDecorator) === true) this.#add(node, `a decorator of ${name}`);
    for (const heritage of node.heritageClauses ?? []) {
      if (heritage.token !== ts.SyntaxKind.ExtendsKeyword) continue;
      for (const { expression } of heritage.types) {
        if (!ts.isIdentifier(expression)) this.#readValue(expression, `what ${name} extends`);
      }
    }
    for (const member of node.members) {
      if (ts.isClassStaticBlockDeclaration(member)) {
        this.#add(member, `the static block of ${name}`);
      } else if (ts.isPropertyDeclaration(member) && hasModifier(member, "static")) {
        const what = `the static field ${name}.${member.name.getText(this.#source)}`;
        if (!hasModifier(member, "readonly")) this.#add(member, what);
        else if (member.initializer !== undefined) this.#readValue(member.initializer, what);
      }
    }
  }

  /** Adds what is found to be state in a value that the module, or a class of it, keeps. */
  #readValue(value: ts.Expression, what: string): void {
    const bare = unwrap(value);
    if (ts.isClassExpression(bare)) this.#readClass(bare);
    else if (!(this.#isConstant(bare) || (isAsConst(value) && this.#isFilled(bare))))
      this.#add(value, what);
  }

  /** Whether nothing about a value can change. */
  #isConstant(value: ts.Expression): boolean {
    const node = unwrap(value);
    if (ts.isIdentifier(node)) return this.#topLevel.has(node.text) || constants.has(node.text);
    if (ts.isLiteralExpression(node)) {
      // Regular expressions with these flags remember where they were.
      return !(ts.isRegularExpressionLiteral(node) && /\/[a-z]*[gy][a-z]*$/.test(node.text));
    }
    if (isKeyword(node) || ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return true;
    if (ts.isMetaProperty(node)) return true;
    if (ts.isTemplateExpression(node))
      return node.templateSpans.every(({ expression }) => this.#isConstant(expression));
    if (ts.isPrefixUnaryExpression(node)) return this.#isConstant(node.operand);
    if (ts.isBinaryExpression(node))
      return this.#isConstant(node.left) && this.#isConstant(node.right);
    if (ts.isConditionalExpression(node))
      return [node.condition, node.whenTrue, node.whenFalse].every((one) => this.#isConstant(one));
    if (ts.isPropertyAccessExpression(node)) return this.#isConstant(node.expression);
    if (ts.isNewExpression(node))
      return ts.isIdentifier(node.expression) && constantClasses.has(node.expression.text);
    return ts.isCallExpression(node) && this.#isConstantCall(node);
  }

  #isConstantCall({ expression, arguments: given }: ts.CallExpression): boolean {
    const filled = given.every((argument) => this.#isFilled(argument));
    if (ts.isIdentifier(expression))
      return filled && (this.#given.has(expression.text) || constants.has(expression.text));
    if (!ts.isPropertyAccessExpression(expression)) return false;
    const owner = unwrap(expression.expression);
    if (!ts.isIdentifier(owner)) return false;
    if (owner.text === "Object" && expression.name.text === "freeze") {
      // A frozen collection can still be changed.
      return given.every((argument) => !ts.isNewExpression(argument) && this.#isFlat(argument));
    }
    return filled && constants.has(owner.text);
  }

  /** Whether a value is constant but for the arrays, objects and collections that it is made of. */
  #isFilled(value: ts.Expression): boolean {
    const node = unwrap(value);
    if (ts.isArrayLiteralExpression(node)) return node.elements.every((one) => this.#isFilled(one));
    if (ts.isObjectLiteralExpression(node))
      return node.properties.every((one) => {
        if (ts.isPropertyAssignment(one)) return this.#isFilled(one.initializer);
        return ts.isMethodDeclaration(one) || ts.isShorthandPropertyAssignment(one);
      });
    if (ts.isSpreadElement(node)) return this.#isFilled(node.expression);
    if (ts.isNewExpression(node) && ts.isIdentifier(node.expression)) {
      const isCollection = node.expression.text === "Map" || node.expression.text === "Set";
      return isCollection && (node.arguments ?? []).every((one) => this.#isFilled(one));
    }
    return this.#isConstant(node);
  }

  /** Whether a value is an array, object or collection of constants: `readonly` does not reach further down. */
  #isFlat(value: ts.Expression): boolean {
    const node = unwrap(value);
    if (ts.isArrayLiteralExpression(node))
      return node.elements.every((one) => this.#isConstant(one));
    if (ts.isNewExpression(node) && this.#isFilled(node)) {
      const [entries] = node.arguments ?? [];
      if (entries === undefined || !ts.isArrayLiteralExpression(entries)) return false;
      return entries.elements.every((entry) => this.#isFlat(entry));
    }
    if (!ts.isObjectLiteralExpression(node)) return this.#isConstant(node);
    return node.properties.every(
      (one) => ts.isPropertyAssignment(one) && this.#isConstant(one.initializer),
    );
  }

  /** Finds code that hangs something on a class, a function, a module's export or a global. */
  #findChanges(node: ts.Node): void {
    const target = changedBy(node);
    const root = target && rootOf(target);
    if (root !== undefined && (root !== target || this.#isOutside(root.text))) {
      const { text } = root;
      if (this.#topLevel.has(text) || this.#isOutside(text))
        this.#add(node, `what is hung on ${text}`);
    } else if (ts.isIdentifier(node) && /^(globalThis|global)$/.test(node.text)) {
      this.#add(node, "a global object");
    }
    ts.forEachChild(node, (child) => {
      this.#findChanges(child);
    });
  }

  #isOutside(name: string): boolean {
    return !this.#topLevel.has(name) && !this.#inner.has(name);
  }

  #add(node: ts.Node, what: string): void {
    const { line } = this.#source.getLineAndCharacterOfPosition(node.getStart(this.#source));
    this.#found.push({ path: this.#source.fileName, line: line + 1, what });
  }
}

/** Whether an import leads to a module that is not the student's. Packages do not count: they may do anything. */
function isGiven(importer: string, specifier: string, own: readonly string[]): boolean {
  if (!specifier.startsWith(".")) return false;
  const target = posix.join(dirname(importer), specifier).replace(/\.js$/, ".ts");
  return !own.includes(target);
}
