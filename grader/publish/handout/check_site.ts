import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, relative, sep } from "node:path";
import { inflateSync } from "node:zlib";
import { parse, type HTMLElement } from "node-html-parser";

/** Attributes that load or link to something. */
const LINK_ATTRIBUTES = ["href", "src", "srcset", "poster", "data", "xlink:href"];

/** Elements whose attributes link; those of all other elements load. */
const LEADS_ONLY = new Set(["A", "AREA"]);

/**
 * Checks every page of a built site as a browser would: whether each link target, anchor, picture, script and
 * stylesheet exists, and whether everything is loaded from the site itself. Links to other sites are allowed.
 *
 * @returns the problems, one line each; empty if the site is correct and needs no network.
 */
export function checkSite(siteDir: string): string[] {
  const files = listFiles(siteDir);
  const anchors = new Map<string, Set<string>>();
  const pages = files.filter((file) => file.endsWith(".html"));
  const documents = pages.map((page) => {
    const root = parseHtml(readFileSync(join(siteDir, page), "utf8"));
    const names = root.querySelectorAll("[id], a[name]");
    anchors.set(
      page,
      new Set(names.map((e) => e.getAttribute("id") ?? e.getAttribute("name") ?? "")),
    );
    return { page, root };
  });
  // Icons are drawn in by their names.
  for (const file of files.filter((name) => name.endsWith(".svg"))) {
    const ids = readFileSync(join(siteDir, file), "utf8").matchAll(/\bid="([^"]+)"/g);
    anchors.set(file, new Set([...ids].map(([, id = ""]) => id)));
  }
  const known = new Set(files);

  const problems: string[] = [];
  for (const { page, root } of documents) {
    for (const element of root.querySelectorAll("*")) {
      for (const attribute of LINK_ATTRIBUTES) {
        const target = element.getAttribute(attribute);
        if (target === undefined) continue;
        const loads = !LEADS_ONLY.has(element.tagName);
        const problem = problemOf(target, { page, loads, known, anchors });
        if (problem !== undefined) {
          problems.push(
            `${page}: <${element.tagName.toLowerCase()} ${attribute}="${target}">: ${problem}`,
          );
        }
      }
    }
    for (const style of root.querySelectorAll("style"))
      problems.push(...foreignCss(style.text, page));
  }
  for (const file of files.filter((name) => name.endsWith(".css"))) {
    problems.push(...foreignCss(readFileSync(join(siteDir, file), "utf8"), file));
  }
  for (const path of navigationPaths(siteDir)) {
    const problem = problemOf(path, { page: "index.html", loads: false, known, anchors });
    if (problem !== undefined) problems.push(`the navigation: ${path}: ${problem}`);
  }
  return problems;
}

/** Parses a page, what is in `<pre>` too: code has links and buttons like anything else. */
export function parseHtml(html: string): HTMLElement {
  return parse(html, { blockTextElements: { script: true, style: true, noscript: true } });
}

/** Every file below a folder, relative to it, with forward slashes. */
export function listFiles(dir: string): string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dir, join(entry.parentPath, entry.name)).split(sep).join("/"));
}

/**
 * Reads one of the scripts in which typedoc keeps data for its search and navigation, packed.
 *
 * @returns the data; undefined for a script that holds none.
 */
export function unpackSiteData(script: string): unknown {
  const packed = /"data:application\/octet-stream;base64,([^"]+)"|^window\.\w+ = "([^"]+)"/.exec(
    script,
  );
  const text = packed?.[1] ?? packed?.[2];
  if (text === undefined) return undefined;
  return JSON.parse(inflateSync(Buffer.from(text, "base64")).toString("utf8"));
}

interface Where {
  readonly page: string;
  readonly loads: boolean;
  readonly known: ReadonlySet<string>;
  readonly anchors: ReadonlyMap<string, ReadonlySet<string>>;
}

function problemOf(target: string, { page, loads, known, anchors }: Where): string | undefined {
  if (target.startsWith("data:")) return undefined;
  if (/^(?:[a-z][a-z+.-]*:|\/\/)/i.test(target)) {
    return loads ? "is loaded from outside the site" : undefined;
  }
  const [path = "", anchor = ""] = target.split("#").map(decodeURIComponent);
  const file = path === "" ? page : posix.normalize(posix.join(dirname(page), path));
  if (!known.has(file)) return "there is no such file in the site";
  if (anchor !== "" && anchors.get(file)?.has(anchor) !== true) return "there is no such anchor";
  return undefined;
}

function foreignCss(css: string, place: string): string[] {
  const loaded = css.matchAll(/(?:url\(\s*|@import\s+)["']?([^"')\s]+)/g);
  return [...loaded]
    .map(([, target = ""]) => target)
    .filter((target) => /^(?:https?:)?\/\//.test(target))
    .map((target) => `${place}: ${target} is loaded from outside the site`);
}

function navigationPaths(siteDir: string): string[] {
  const script = join(siteDir, "assets", "navigation.js");
  if (!existsSync(script)) return [];
  const paths: string[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [name, field] of Object.entries(value)) {
      if (name === "path" && typeof field === "string") paths.push(field);
      else visit(field);
    }
  };
  visit(unpackSiteData(readFileSync(script, "utf8")));
  return paths;
}
