import type { Actor, ActorContext } from "../../../../starter/actor/actor.js";
import type { ActorRef } from "../../../../starter/actor/actor_ref.js";

/** The first word of a line that the recording actor logs for each message it gets; the message follows. */
export const receivedMark = "harness-received";

/** What the recording actor takes. */
export type RecordingMessage =
  /** Tell another recording actor these messages, and then `done` that it has been done. */
  | {
      readonly type: "tellOn";
      readonly to: ActorRef<RecordingMessage>;
      readonly messages: readonly string[];
      /** How many quotation marks make one more message, before the last one. */
      readonly quotationMarks?: number;
      readonly done: ActorRef<null>;
    }
  /** A message that is to be sent back. */
  | { readonly type: "sendBack"; readonly message: string; readonly to: ActorRef<string> }
  /** A message to be recorded. */
  | { readonly type: "record"; readonly message: string };

/** An actor that writes down what it gets, and sends what it is asked to. */
export class RecordingActor implements Actor<RecordingMessage> {
  static readonly module = import.meta.url;
  readonly #context: ActorContext<RecordingMessage>;

  constructor(context: ActorContext<RecordingMessage>) {
    this.#context = context;
  }

  onMessage(message: RecordingMessage): void {
    switch (message.type) {
      case "tellOn":
        for (const text of message.messages.slice(0, -1)) this.#tell(message.to, text);
        if (message.quotationMarks !== undefined) {
          this.#tell(message.to, '"'.repeat(message.quotationMarks));
        }
        for (const text of message.messages.slice(-1)) this.#tell(message.to, text);
        this.#context.tell(message.done, null);
        return;
      case "sendBack":
        this.#context.tell(message.to, message.message);
        return;
      case "record":
        this.#context.log(receivedMark, message.message);
        return;
    }
  }

  #tell(to: ActorRef<RecordingMessage>, message: string): void {
    this.#context.tell(to, { type: "record", message });
  }
}
