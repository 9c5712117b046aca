import ts from "typescript";
import type { Random } from "../../../grader/sim/random.js";

/** What a changed place may become, whatever it was. */
const wild = [
  "undefined",
  "null",
  "NaN",
  "-1",
  "1e9",
  '""',
  '"__proto__"',
  "{}",
  "[]",
  "Symbol()",
  "(() => {})",
  "1n",
];

/** What may stand before or in the place of a statement. */
const statements = [
  "",
  "return;",
  'throw new Error("made up");',
  "throw undefined;",
  "for (let i = 0; i < 1e6; i++);",
  "globalThis.made = (globalThis.made ?? 0) + 1;",
];

/**
 * Changes a program in a few random places: statements vanish, repeat or throw, conditions turn round, values become
 * others. The result may be wrong in any way, but it can be parsed.
 */
export function randomProgram(source: string, random: Random): string {
  let text = source;
  for (let changes = random.within([1, 3]); changes > 0; changes--) {
    const changed = changeOnce(text, random);
    if (parses(changed)) text = changed;
  }
  return text;
}

function changeOnce(text: string, random: Random): string {
  const places: ts.Node[] = [];
  const file = ts.createSourceFile("a.js", text, ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS);
  const visit = (node: ts.Node): void => {
    if (isInBody(node) && (ts.isStatement(node) || ts.isExpression(node))) places.push(node);
    node.forEachChild(visit);
  };
  visit(file);
  const place = oneOf(places, random);
  if (place === undefined) return text;
  const [from, to] = [place.getStart(), place.end];
  const old = text.slice(from, to);
  const replacement = ts.isStatement(place)
    ? oneOf([...statements, `${oneOf(statements, random)} ${old}`, `${old} ${old}`], random)
    : oneOf([...wild, `!(${old})`, `[${old}]`, `(${old}) + 1`, `await (${old})`], random);
  return text.slice(0, from) + (replacement ?? "") + text.slice(to);
}

/** Whether a node is code of a function, and not a part of an import or a declaration. */
function isInBody(node: ts.Node): boolean {
  for (let at = node.parent as ts.Node | undefined; at !== undefined; at = at.parent) {
    if (ts.isBlock(at)) return true;
  }
  return false;
}

function parses(text: string): boolean {
  const { diagnostics = [] } = ts.transpileModule(text, {
    reportDiagnostics: true,
    compilerOptions: {
      module: ts.ModuleKind.ESNext,
      target: ts.ScriptTarget.ES2022,
      allowJs: true,
    },
    fileName: "a.js",
  });
  return diagnostics.length === 0;
}

/** One of some items; undefined if there are none. */
export function oneOf<T>(items: readonly T[], random: Random): T | undefined {
  return items.length === 0 ? undefined : items[random.within([0, items.length - 1])];
}
