import { existsSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import ts from "typescript";

/**
 * Finds the files whose code runs in actors: those that declare the class of an actor, and those among `paths`
 * that they import as values, directly or indirectly.
 *
 * @param paths relative to `srcDir`, with forward slashes; the result is a subset of them.
 * @param outside the names of classes that run outside actors.
 */
export function actorModules(
  srcDir: string,
  paths: readonly string[],
  outside: readonly string[],
): string[] {
  const found = new Set<string>();
  const visit = (path: string): void => {
    if (found.has(path)) return;
    found.add(path);
    for (const imported of valueImports(parse(srcDir, path))) {
      const target = posix.join(dirname(path), imported).replace(/\.js$/, ".ts");
      // A server or receiver does not become actor code because an actor imports something from its file.
      const isOwn = imported.startsWith(".") && paths.includes(target);
      if (isOwn && !isOutside(parse(srcDir, target), outside)) visit(target);
    }
  };
  for (const path of paths) if (declaresActor(parse(srcDir, path))) visit(path);
  return [...found];
}

function parse(srcDir: string, path: string): ts.SourceFile {
  const file = join(srcDir, path);
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  return ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
}

function declaresActor(source: ts.SourceFile): boolean {
  return anyClass(source, isActorClass);
}

/** As `isActorClass` of `actor_classes.ts`, for the compiler's nodes. */
function isActorClass(node: ts.ClassLikeDeclaration): boolean {
  const has = (name: string, isStatic: boolean): boolean =>
    node.members.some(
      (member) =>
        member.name !== undefined &&
        ts.isIdentifier(member.name) &&
        member.name.text === name &&
        (ts.canHaveModifiers(member) ? (ts.getModifiers(member) ?? []) : []).some(
          ({ kind }) => kind === ts.SyntaxKind.StaticKeyword,
        ) === isStatic,
    );
  return implementsName(node, "Actor") || (has("onMessage", false) && has("module", true));
}

function isOutside(source: ts.SourceFile, names: readonly string[]): boolean {
  const outside = (node: ts.ClassLikeDeclaration): boolean =>
    names.includes(node.name?.text ?? "") || implementsName(node, "Implementation");
  return anyClass(source, outside) && !declaresActor(source);
}

function anyClass(
  source: ts.SourceFile,
  test: (node: ts.ClassLikeDeclaration) => boolean,
): boolean {
  const visit = (node: ts.Node): boolean =>
    (ts.isClassLike(node) && test(node)) || (ts.forEachChild(node, visit) ?? false);
  return visit(source);
}

function implementsName(node: ts.ClassLikeDeclaration, name: string): boolean {
  return (node.heritageClauses ?? [])
    .filter((clause) => clause.token === ts.SyntaxKind.ImplementsKeyword)
    .flatMap((clause) => [...clause.types])
    .some(({ expression }) => ts.isIdentifier(expression) && expression.text === name);
}

function valueImports(source: ts.SourceFile): string[] {
  return source.statements.flatMap((statement) => {
    if (ts.isImportDeclaration(statement)) {
      const typeOnly = statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
      return typeOnly ? [] : textOf(statement.moduleSpecifier);
    }
    if (ts.isExportDeclaration(statement) && !statement.isTypeOnly)
      return textOf(statement.moduleSpecifier);
    return [];
  });
}

function textOf(specifier: ts.Expression | undefined): string[] {
  return specifier !== undefined && ts.isStringLiteral(specifier) ? [specifier.text] : [];
}
