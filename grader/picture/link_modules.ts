/** A compiled module of the page: its path without folders, such as `main.js`, and its text. */
export interface PageModule {
  readonly name: string;
  readonly text: string;
}

const importLine = /^import (?:(\{[^}]*\}) from )?"([^"]+)";$/;
const exportLine = /^export (?:async )?(?:function\*?|class|const) ([A-Za-z0-9_$]+)/;

/**
 * Puts ES modules, as the compiler writes them, into one script, since a page that is opened from a file may load no
 * modules. Each module becomes a function that returns what it exports, in the order in which they import one another.
 * Packages are taken from a global of the page.
 *
 * @param packages the name of the global for each package that may be imported.
 * @throws Error when modules import one another in a circle, import what is not there, or use a form of import or export
 *   that is not known here.
 */
export function linkModules(
  modules: readonly PageModule[],
  entry: string,
  packages: Readonly<Record<string, string>>,
): string {
  const texts = new Map(modules.map(({ name, text }) => [name, text]));
  const linked = new Map<string, string>();
  const link = (name: string, importers: readonly string[]): void => {
    if (linked.has(name)) return;
    if (importers.includes(name)) {
      throw new Error(`modules import one another: ${[...importers, name].join(" -> ")}`);
    }
    const text = texts.get(name);
    if (text === undefined) {
      throw new Error(`${importers.at(-1) ?? "the page"} imports ${name}, which is not there`);
    }
    const exported: string[] = [];
    const lines = text.split(/\r?\n/).map((line) => {
      const imports = importLine.exec(line);
      if (imports !== null) {
        const [, names, from = ""] = imports;
        const global = packages[from];
        const source = global ?? `modules[${JSON.stringify(from.slice(2))}]`;
        if (global === undefined) link(from.slice(2), [...importers, name]);
        return names === undefined ? "" : `const ${names.replaceAll(" as ", ": ")} = ${source};`;
      }
      const exports = exportLine.exec(line);
      if (exports?.[1] !== undefined) {
        exported.push(exports[1]);
        return line.replace(/^export /, "");
      }
      if (/^(import|export)\b/.test(line) && line !== "export {};") {
        throw new Error(`cannot link ${name}: unknown form of import or export: ${line}`);
      }
      return line === "export {};" || line.startsWith("//# sourceMappingURL=") ? "" : line;
    });
    const body = lines.filter((line) => line !== "").join("\n");
    linked.set(
      name,
      `modules[${JSON.stringify(name)}] = (() => {\n${body}\nreturn { ${exported.join(", ")} };\n})();`,
    );
  };
  link(entry, []);
  return `"use strict";\n(() => {\nconst modules = {};\n${[...linked.values()].join("\n")}\n})();\n`;
}
