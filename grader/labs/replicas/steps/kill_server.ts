import type { StepKind } from "../../../run/step_kind.js";
import { servers } from "./servers.js";

/** Kills a server with all that it runs, as a crash of its machine would. */
export interface KillServer {
  readonly do: "killServer";
  readonly server: string;
}

export const killServer: StepKind<KillServer> = {
  inWords: ({ server }) => `killing ${server}`,
  run: ({ server }, root) => servers(root).kill(server),
};
