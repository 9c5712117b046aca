import type { ActorRef } from "../../../../starter/actor/actor_ref.js";
import type { StepKind } from "../../../run/step_kind.js";
import type { RecordingMessage } from "./recording_actor.js";
import { hostedSystem, recordingActor, servers } from "./servers.js";

/**
 * Lets the actor of one system tell the actor of another some messages, in one handler call. Ends when they have been
 * told, whether or not they arrive.
 */
export interface TellRemote {
  readonly do: "tellRemote";
  readonly from: string;
  readonly to: string;
  readonly messages: readonly string[];
  /** Sends another message of so many quotation marks before the last one; it may be too long to arrive. */
  readonly quotationMarks?: number;
}

interface Request {
  readonly to: ActorRef<RecordingMessage>;
  readonly messages: readonly string[];
  readonly quotationMarks: number | undefined;
}

export const tellRemote: StepKind<TellRemote, Request, void> = {
  module: import.meta.url,
  inWords: ({ from, to, messages }) =>
    `letting the actor of ${from} tell the actor of ${to} ${messages.length} messages`,

  async run({ from, to, messages, quotationMarks }, root) {
    const request = { to: recordingActor(root, to), messages, quotationMarks };
    await servers(root).ask(from, tellRemote, request);
  },

  async inHost({ to, messages, quotationMarks }, host) {
    const { system, actor } = hostedSystem(host);
    const done = system.newChannelRef<null>();
    const long = quotationMarks === undefined ? {} : { quotationMarks };
    system.tell(actor, { type: "tellOn", to, messages, ...long, done: done.ref });
    await done.first;
  },
};
