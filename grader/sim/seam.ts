import type { HostAndPort } from "../../starter/platform/address.js";
import type {
  NetworkConditions,
  Platform,
  PlatformErrorCode,
} from "../../starter/platform/platform.js";

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
  readonly LatencyTable: new () => NetworkConditions;
}

/**
 * Loads the seam of a compiled tree.
 *
 * @param folder is the URL of the folder that holds the tree's `platform/`, ending in a slash.
 * @throws what the import of its modules throws.
 */
export async function loadSeam(folder: URL | string): Promise<Seam> {
  const [current, platform, address, latency] = (await Promise.all(
    ["current", "platform", "address", "latency"].map(
      (module) => import(new URL(`platform/${module}.js`, folder).href),
    ),
  )) as [
    Pick<Seam, "installPlatform">,
    Pick<Seam, "PlatformError">,
    Pick<Seam, "parseAddress">,
    Pick<Seam, "LatencyTable">,
  ];
  return {
    url: String(folder),
    installPlatform: current.installPlatform,
    PlatformError: platform.PlatformError,
    parseAddress: address.parseAddress,
    LatencyTable: latency.LatencyTable,
  };
}
