import { fileURLToPath } from "node:url";
import type { Platform } from "../../../starter/platform/platform.js";
import { serverOfHost } from "../faults/host_names.js";
import { withoutCopies } from "../modules/tree_copies.js";
import { callSites } from "./caller.js";

/** The folders of a tree through which everybody reaches the network. */
const between = /^(platform|rpc)\//;

/** What programs do with the network by way of their platform. */
export type NetworkUse =
  "dial" | "listen" | "network.setLatency" | "network.cut" | "network.restore";

/** The simulation. */
const simFolder = new URL("../", import.meta.url).href;

/**
 * Decides who may use the network on the hosts of servers: the actor system and other given code. Servers that talk to
 * each other in another way would sync past everything that is counted.
 */
export class NetworkGate {
  readonly #treeUrl: string;
  readonly #own: ReadonlySet<string>;

  /** `ownModules` are the modules of a compiled tree that are not given, relative to its URL, which ends with a slash. */
  constructor(treeUrl: string, ownModules: readonly string[]) {
    this.#treeUrl = treeUrl;
    this.#own = new Set(ownModules);
  }

  /** Throws, and reports a `bypass`, when code under test calls `what` on the host of a server. */
  readonly check = (what: NetworkUse, platform: Platform): void => {
    if (serverOfHost(platform.host) === undefined) return;
    const place = this.#ownPlace();
    if (place === undefined) return;
    const use = {
      what: `platform().${what}() on a server`,
      instead: "servers reach each other by tell() between actors alone",
    };
    platform.trace?.({ type: "bypass", ...use, place });
    throw new Error(`${use.what} is refused; ${use.instead}`);
  };

  /** Where the nearest caller is, if it is not given code. Code of unknown origin counts as code under test. */
  #ownPlace(): string | undefined {
    for (const site of callSites()) {
      const file = withoutCopies(site.getFileName() ?? "");
      const path = file.startsWith(this.#treeUrl) ? file.slice(this.#treeUrl.length) : undefined;
      const isBetween = path === undefined ? isPassing(file) : between.test(path);
      if (isBetween) continue;
      if (path === undefined || !this.#own.has(path)) return undefined;
      return `${fileURLToPath(file)}:${site.getLineNumber() ?? 0}:${site.getColumnNumber() ?? 0}`;
    }
    return "an unknown place";
  }
}

/** Whether a file outside of the tree only passes calls on. */
function isPassing(file: string): boolean {
  return (
    file === "" ||
    file.startsWith("node:") ||
    file.startsWith(simFolder) ||
    file.includes("/node_modules/")
  );
}
