import { realpathSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { TreeCopies, withoutCopies } from "./tree_copies.js";

/** Graphs that were used and are not, by who used them. */
const resting = new Map<string, ModuleGraph>();

/** By the folder of the tree. */
const copies = new Map<string, TreeCopies>();

/**
 * Instances of a tree's modules that one simulated host has for itself, as a thread has: what they keep at their top level
 * is this host's alone. Modules outside of the tree are shared, and those of the given ones that keep nothing. Node never
 * frees modules, so a graph stays in memory until the process ends.
 */
export class ModuleGraph {
  /** The tree's URL as others write it, and as its modules know it. */
  readonly #treeUrls: readonly string[];
  readonly #copies: TreeCopies;
  readonly #path: string;
  readonly #url: string;
  #exists = false;

  /**
   * `treeUrl` is the folder of the compiled tree, which ends with a slash; nothing is loaded yet. `own` are its modules
   * that are not given, if this is known.
   */
  constructor(treeUrl: string, own?: readonly string[]) {
    const folder = realpathSync(fileURLToPath(treeUrl));
    this.#treeUrls = [treeUrl, pathToFileURL(`${folder}/`).href];
    const known = copies.get(folder) ?? new TreeCopies(folder, own);
    copies.set(folder, known);
    this.#copies = known;
    this.#path = known.newPath();
    this.#url = pathToFileURL(`${this.#path}/`).href;
  }

  /** Imports the graph's own instance of a module of the tree, or the one that all share of another module. */
  async load(module: string): Promise<Record<string, unknown>> {
    this.#open();
    // The URL may come from another host, by way of `import.meta.url`.
    const shared = withoutCopies(module);
    const tree = this.#treeUrls.find((url) => shared.startsWith(url));
    const url = tree === undefined ? shared : `${this.#url}${shared.slice(tree.length)}`;
    return (await import(url)) as Record<string, unknown>;
  }

  /**
   * The graph that rests for a user, such as the host of a name, or a new one. What its modules have kept is still
   * there, so nobody but that user may get it: otherwise one host would know what another one was told in an earlier
   * run.
   */
  static restingFor(user: string, treeUrl: string, own?: readonly string[]): ModuleGraph {
    const key = `${treeUrl} ${user}`;
    const graph = resting.get(key) ?? new ModuleGraph(treeUrl, own);
    resting.delete(key);
    return graph;
  }

  /** Keeps the graph for its user's next run; see {@link ModuleGraph.restingFor}. */
  restFor(user: string): void {
    const [treeUrl = ""] = this.#treeUrls;
    resting.set(`${treeUrl} ${user}`, this);
  }

  /** Gives back what the graph holds on the disk; call it when nothing is being loaded. Loading takes it again. */
  release(): void {
    if (!this.#exists) return;
    this.#exists = false;
    this.#copies.release(this.#path);
  }

  #open(): void {
    if (this.#exists) return;
    this.#copies.make(this.#path);
    this.#exists = true;
  }
}
