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
  /**
   * Like {@link StagedTree.load}, for a part of the host's program that may be a process of its own as well, such as one of
   * several clients. In some simulated runs it shares no modules with the rest of the host.
   */
  loadFor<T>(part: string, path: string): Promise<T>;
  /** Whether parts of a program share no modules in this run. */
  readonly isolated: boolean;
}

/** Opens the tree in a host whose platform is installed already. `url` ends with a slash. */
export async function openTree(url: string): Promise<StagedTree> {
  const current = (await import(`${url}platform/current.js`)) as typeof CurrentModule;
  return treeOn(url, current.platform());
}

/** The tree as a host with this platform sees it. */
export function treeOn(url: string, platform: PlatformWithParts): StagedTree {
  return {
    url,
    platform,
    trace: harnessTrace(platform),
    isolated: platform.isolated === true,
    load: async <T>(path: string) => (await platform.load(`${url}${path}`)) as T,
    loadFor: async <T>(part: string, path: string) => {
      const module = `${url}${path}`;
      return (await (platform.loadFor?.(part, module) ?? platform.load(module))) as T;
    },
  };
}

/** A platform that can keep the modules of parts of a program apart: a simulated one. */
type PlatformWithParts = Platform & {
  readonly isolated?: boolean;
  loadFor?(part: string, module: string): Promise<Record<string, unknown>>;
};
