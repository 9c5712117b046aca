import { watch, type FSWatcher } from "node:fs";
import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import { resolveTyped, solutionDir, starterDir } from "../trees/kit_paths.js";

/** Changes within this time count as one, because editors write a file in several steps. In milliseconds. */
const SETTLE_MS = 200;

/** Watches the sources of a tree. */
export class TreeWatcher {
  readonly #watchers: FSWatcher[] = [];
  readonly #onChange: () => void;
  #timer: NodeJS.Timeout | undefined;

  private constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /**
   * Watches the tree named by `--tree`, and the starter.
   *
   * @param onChange is called shortly after every change; simultaneous changes count as one.
   */
  static async start(treeArg: string, onChange: () => void): Promise<TreeWatcher> {
    const watcher = new TreeWatcher(onChange);
    watcher.#watch(starterDir, true);
    if (treeArg === "solution") watcher.#watch(solutionDir, true);
    else if (treeArg !== "starter") {
      const path = resolveTyped(treeArg);
      const isFolder = (await stat(path)).isDirectory();
      watcher.#watch(isFolder ? path : dirname(path), isFolder);
    }
    return watcher;
  }

  /** Stops watching. */
  close(): void {
    clearTimeout(this.#timer);
    for (const watcher of this.#watchers) watcher.close();
  }

  #watch(path: string, recursive: boolean): void {
    const watcher = watch(path, { recursive }, () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(this.#onChange, SETTLE_MS);
    });
    this.#watchers.push(watcher);
  }
}
