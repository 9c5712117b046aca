import type { HostStats } from "./stats.js";

/** The data that a new actor thread starts with. */
export interface ActorThreadData {
  readonly address: string;
  readonly hostIndex: number;
  readonly actor: { readonly id: number; readonly module: string; readonly name: string };
  readonly receiver:
    { readonly module: string; readonly name: string; readonly port: number } | undefined;
}

/** From the system's thread to an actor's. */
export type ToThread =
  | { readonly type: "deliver"; readonly id: number; readonly text: string }
  | { readonly type: "stats"; readonly query: number };

/** From an actor's thread to the system's. */
export type FromThread =
  | {
      readonly type: "forward";
      readonly address: string;
      readonly id: number;
      readonly text: string;
    }
  | { readonly type: "error"; readonly message: string; readonly stack: string | undefined }
  | { readonly type: "stats"; readonly query: number; readonly stats: HostStats };
