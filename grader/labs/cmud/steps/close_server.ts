import type { StepKind } from "../../../run/step_kind.js";
import { closeHosted, servers } from "./servers.js";

/** Closes a server with its `close()`. */
export interface CloseServer {
  readonly do: "closeServer";
  readonly server: string;
}

export const closeServer: StepKind<CloseServer, null, void> = {
  module: import.meta.url,
  inWords: ({ server }) => `closing server ${server}`,
  run: ({ server }, root) => servers(root).close(server, closeServer),
  inHost: (_, host) => closeHosted(host),
};
