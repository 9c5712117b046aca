import type { ActorRef } from "../../../../starter/actor/actor_ref.js";
import type { StepKind } from "../../../run/step_kind.js";
import type { RecordingMessage } from "./recording_actor.js";
import { hostedSystem, recordingActor, servers } from "./servers.js";

/**
 * Lets code outside actors of one system send the actor of another a message with a channel ref, on which that actor
 * sends it back. Ends with the reply, or when none has arrived within `withinMs`.
 */
export interface AskRemote {
  readonly do: "askRemote";
  readonly from: string;
  readonly to: string;
  readonly message: string;
  readonly withinMs: number;
}

/** What arrived on a channel whose ref was sent to another system. */
export interface AskedRecord {
  readonly type: "asked";
  readonly atMs: number;
  readonly system: string;
  readonly message: string;
  /** Null if nothing arrived in time. */
  readonly reply: string | null;
}

declare module "../../../history/history.js" {
  interface HistoryRecords {
    asked: AskedRecord;
  }
}

interface Request extends Pick<AskRemote, "message" | "withinMs"> {
  readonly to: ActorRef<RecordingMessage>;
}

export const askRemote: StepKind<AskRemote, Request, string | null> = {
  module: import.meta.url,
  inWords: ({ from, to }) => `asking the actor of ${to} from outside the actors of ${from}`,

  needs: ({ withinMs }) => ({ lastsMs: withinMs }),

  async run({ from, to, message, withinMs }, root) {
    const request = { to: recordingActor(root, to), message, withinMs };
    const reply = await servers(root).ask(from, askRemote, request);
    root.record({ type: "asked", system: from, message, reply: reply ?? null });
  },

  async inHost({ to, message, withinMs }, host) {
    const { system } = hostedSystem(host);
    const { ref, first } = system.newChannelRef<string>();
    system.tell(to, { type: "sendBack", message, to: ref });
    const nothing = new Promise<null>((resolve) => {
      host.tree.platform.after(withinMs, () => {
        resolve(null);
      });
    });
    return Promise.race([first, nothing]);
  },
};
