import type * as CurrentModule from "../../starter/platform/current.js";
import type { Platform, TraceSink } from "../../starter/platform/platform.js";
import { harnessTrace } from "../sim/guard/harness_trace.js";

/**
 * The compiled, staged tree under test, as code of the harness reaches it. The harness imports the starter's types only:
 * what runs is always the staged tree's own copy, or student code and harness would stand on two different platforms.
 */
export interface StagedTree {
  /** The URL of its folder, with a slash at the end. */
  readonly url: string;
  /** The platform of the host that opened the tree. */
  readonly platform: Platform;
  /** Where the harness reports what happens; undefined if nobody wants to know. */
  readonly trace: TraceSink | undefined;
  /**
   * Imports a module of the tree, such as `"kvclient/client.js"`. The caller says what the module is, as in
   * `load<typeof ClientModule>(...)`; nobody checks, since the tree has been type-checked against the same starter.
   */
  load<T>(path: string): Promise<T>;
}

/** Opens the tree in a host whose platform is installed already. `url` ends with a slash. */
export async function openTree(url: string): Promise<StagedTree> {
  const current = (await import(`${url}platform/current.js`)) as typeof CurrentModule;
  return treeOn(url, current.platform());
}

/** The tree as a host with this platform sees it. */
export function treeOn(url: string, platform: Platform): StagedTree {
  return {
    url,
    platform,
    trace: harnessTrace(platform),
    load: async <T>(path: string) => (await platform.load(`${url}${path}`)) as T,
  };
}
