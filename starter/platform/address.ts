import { isIPv6 } from "node:net";
import { PlatformError } from "./platform.js";

/** Host and port of an address. */
export interface HostAndPort {
  readonly host: string;
  readonly port: number;
}

/**
 * Parses `host:port`, also with an IPv6 host as in `[::1]:6000`.
 *
 * @throws `PlatformError` `bad-address`, which says what is wrong.
 */
export function parseAddress(address: string): HostAndPort {
  const colon = address.lastIndexOf(":");
  const host = address.slice(0, colon).replace(/^\[(.*)\]$/, "$1");
  const portText = address.slice(colon + 1);
  const port = Number(portText);
  if (colon < 1 || host === "") {
    throw new PlatformError("bad-address", `"${address}" is no address; expected host:port`);
  }
  // Addresses may come from other machines, and become part of a URL, so only names are allowed.
  if (!/^[\p{L}\p{N}._-]+$/u.test(host) && !isIPv6(host)) {
    throw new PlatformError("bad-address", `"${address}" is no address; "${host}" is no host name`);
  }
  if (!/^\d+$/.test(portText) || port < 1 || port > 65_535) {
    throw new PlatformError(
      "bad-address",
      `"${address}" is no address; "${portText}" is no port from 1 to 65535`,
    );
  }
  return { host, port };
}

/** `host:port`, with brackets around an IPv6 host. */
export function formatAddress(host: string, port: number): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}
