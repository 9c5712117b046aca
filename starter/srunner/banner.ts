import { formatAddress } from "../platform/address.js";
import { commandLine } from "../program.js";
import type { ServerOptions } from "./options.js";

/** The output of a server that has started: its addresses, and what to type in the next terminal. */
export function banner(options: ServerOptions, joinAddress: string, others: number): string {
  const { host, port, actors, latency } = options;
  const addresses = Array.from({ length: actors }, (_, index) =>
    formatAddress(host, port + 1 + index),
  );
  const far = latency > 0 ? `, ${latency} ms away` : "";
  const knows =
    others === 0 ? "no other servers" : `${others} other server${others === 1 ? "" : "s"}${far}`;
  const nextPort = Math.min(port + 100, 65_000);
  const sameLatency = latency > 0 ? ` --latency ${latency}` : "";
  // On one machine the port is enough.
  const join = host === "localhost" ? joinAddress.replace(/^.*:/, "") : joinAddress;
  return [
    `Storage server on port ${port}, with ${knows}.`,
    ...addresses.map((address, index) => `  query actor ${index}: ${address}`),
    "",
    "A client, in another terminal:",
    `  ${commandLine("crunner", addresses.slice(0, 3).join(" "))}`,
    host === "localhost"
      ? "One more server, in another terminal:"
      : "One more server, here or on another machine (there with its own --host):",
    `  ${commandLine("srunner", `--port ${nextPort}${sameLatency} --join ${join}`)}`,
    "",
  ].join("\n");
}
