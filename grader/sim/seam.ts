import type { HostAndPort } from "../../starter/platform/address.js";
import type { NetworkTable } from "../../starter/platform/network_table.js";
import type { Platform, PlatformErrorCode } from "../../starter/platform/platform.js";
import type { TextInbox } from "../../starter/platform/text_inbox.js";

/**
 * What a simulation needs of the tree that it runs. It must be the tree's own copy of these modules: the code under test
 * asks *that* copy for the current platform, and compares errors with *that* copy's class.
 */
export interface Seam {
  /** The folder of the tree; ends with a slash. */
  readonly url: string;
  readonly installPlatform: (platform: Platform) => void;
  readonly PlatformError: new (code: PlatformErrorCode, message: string) => Error;
  readonly parseAddress: (address: string) => HostAndPort;
  readonly formatAddress: (host: string, port: number) => string;
  readonly NetworkTable: new () => NetworkTable;
  readonly TextInbox: new () => TextInbox;
}

/**
 * Loads the seam of a compiled tree.
 *
 * @param folder is the URL of the folder that holds the tree's `platform/`, ending in a slash.
 * @throws what the import of its modules throws.
 */
export async function loadSeam(folder: URL | string): Promise<Seam> {
  const modules = await Promise.all(
    ["current", "platform", "address", "network_table", "text_inbox"].map(
      async (module) =>
        (await import(new URL(`platform/${module}.js`, folder).href)) as Partial<Seam>,
    ),
  );
  return Object.assign({ url: String(folder) }, ...modules) as Seam;
}
