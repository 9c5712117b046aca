import { readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { join, posix } from "node:path";
import ts from "typescript";
import { usablePackages } from "../base/usable_packages.js";
import type { StagedTree } from "../trees/stage_tree.js";

/**
 * Node's modules with which code could look at the process that runs it, load code past these rules, or share memory
 * with other actors. What reaches outside in other ways is refused while a test runs, with the line that does it.
 */
const refusedBuiltins: ReadonlySet<string> = new Set([
  ...["console", "perf_hooks", "process", "punycode", "sys"],
  ...["async_hooks", "cluster", "diagnostics_channel", "domain", "inspector", "inspector/promises"],
  ...["module", "repl", "sea", "sqlite", "test", "trace_events", "tty", "v8", "vm", "wasi"],
]);

/**
 * Given modules that programs of students have no use for: the inside of the actor system, which knows who sends what, and
 * the real platform, which no simulation knows.
 */
const insides =
  /^(actor\/(actor_(cell|context|host|table|threads?)|channel_table|load_class|remote_outbox|watch_table)|platform\/node_\w+|platform\/ws)\.js$/;

/** What may be imported from modules of which only a part may be used, by name: given ones, and Node's. */
const usableNames: readonly (readonly [module: RegExp, names: readonly string[]])[] = [
  // Whoever installs a platform is believed what happens on it.
  [/\/platform\/current\.js$/, ["platform"]],
  [/^(node:)?worker_threads$/, ["Worker", "MessageChannel", "BroadcastChannel", "isMainThread"]],
];

/**
 * What each student file imports that no test may load, by the file's path in the tree; the message names the line.
 * Together with a process that compiles no code from texts, this decides what code can get hold of.
 */
export function refusedImports(tree: StagedTree): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { path } of tree.studentFiles) {
    const text = readFileSync(join(tree.srcDir, path), "utf8");
    const refused = firstRefused(path, text);
    if (refused !== undefined) found.set(path, refused);
  }
  return found;
}

/** The first import in a file that is refused, in words. */
export function firstRefused(path: string, text: string): string | undefined {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, false);
  let refused: string | undefined;
  const visit = (node: ts.Node): void => {
    refused ??= refusedIn(node, path, (at) => {
      const { line } = file.getLineAndCharacterOfPosition(at.getStart(file));
      return `line ${line + 1}`;
    });
    if (refused === undefined) ts.forEachChild(node, visit);
  };
  visit(file);
  return refused;
}

function refusedIn(
  node: ts.Node,
  path: string,
  place: (node: ts.Node) => string,
): string | undefined {
  const name = importedName(node);
  if (name === undefined) return undefined;
  if (!ts.isStringLiteralLike(name)) {
    return `${place(node)} imports a module whose name is computed; write the name as a string`;
  }
  const reason = whyRefused(name.text, path);
  if (reason !== undefined) return `${place(node)} imports ${JSON.stringify(name.text)}: ${reason}`;
  const names = exceededNames(node, name.text);
  if (names === undefined) return undefined;
  return `${place(node)} imports more from ${JSON.stringify(name.text)} than ${names.join(", ")}`;
}

/** What names the module that a node imports; undefined if it imports none. Types are no modules. */
function importedName(node: ts.Node): ts.Expression | undefined {
  if (
    ts.isImportDeclaration(node) &&
    node.importClause?.phaseModifier !== ts.SyntaxKind.TypeKeyword
  ) {
    return node.moduleSpecifier;
  }
  if (ts.isExportDeclaration(node) && !node.isTypeOnly) return node.moduleSpecifier;
  if (ts.isExternalModuleReference(node)) return node.expression;
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    return node.arguments[0] ?? node;
  }
  return undefined;
}

function whyRefused(module: string, path: string): string | undefined {
  if (module.startsWith(".")) {
    const target = posix.join(posix.dirname(path), module);
    if (target.startsWith("..")) return "it is outside of the tree";
    if (/[?#%:\\]/.test(module)) return "this is no plain path of a file";
    return insides.test(target) ? "programs of students have no use for this module" : undefined;
  }
  const builtin = module.replace(/^node:/, "");
  if (refusedBuiltins.has(builtin) || /^(_|test\/)/.test(builtin))
    return "programs of this assignment may not use this module";
  if (builtinModules.includes(builtin)) return undefined;
  const [first = "", second = ""] = module.split("/");
  const name = first.startsWith("@") ? `${first}/${second}` : first;
  return usablePackages.includes(name) ? undefined : "there is no such package for programs";
}

/** The names that may be imported from a module, if an import takes more; undefined if it does not. */
function exceededNames(node: ts.Node, module: string): readonly string[] | undefined {
  const [, names] = usableNames.find(([pattern]) => pattern.test(module)) ?? [];
  if (names === undefined) return undefined;
  const bindings = ts.isImportDeclaration(node) ? node.importClause?.namedBindings : undefined;
  const isWithin =
    bindings !== undefined &&
    ts.isNamedImports(bindings) &&
    bindings.elements.every(({ name, propertyName }) =>
      names.includes((propertyName ?? name).text),
    );
  return isWithin ? undefined : names;
}
