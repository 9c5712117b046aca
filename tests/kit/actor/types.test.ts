/**
 * Goal: a message of the wrong type is a compile error. Method: wrong messages, each with a mark that makes the compiler
 * fail if it finds nothing wrong there; that this file compiles is the test.
 */
import type { ActorContext } from "#solution/actor/actor.js";
import type { ActorRef } from "#solution/actor/actor_ref.js";
import type { ActorSystem } from "#solution/actor/actor_system.js";
import type { Outside } from "#solution/actor/receiver.js";
import { props } from "#solution/actor/props.js";
import { Member, type MemberMessage } from "./member.js";
import { Pinger, Recorder, Spinner, type RecorderMessage } from "./actors.js";

type Teller = Pick<ActorContext<never>, "tell" | "tellAfter">;

/** Never called; the compiler reads it. */
export async function wrongMessages(
  system: ActorSystem,
  context: Teller,
  outside: Outside,
  recorder: ActorRef<RecorderMessage>,
): Promise<void> {
  for (const sender of [system, context, outside]) {
    sender.tell(recorder, { type: "note", text: "right" });
    // @ts-expect-error There is no such type of message.
    sender.tell(recorder, { type: "not" });
    // @ts-expect-error The text is missing.
    sender.tell(recorder, { type: "note" });
    // @ts-expect-error The text is no text.
    sender.tell(recorder, { type: "note", text: 5 });
    // @ts-expect-error A message has no such field.
    sender.tell(recorder, { type: "note", text: "", to: recorder });
  }
  // @ts-expect-error The text is missing.
  context.tellAfter(recorder, { type: "note" }, 10);

  const { ref, first } = outside.newChannelRef<number>();
  // @ts-expect-error The recorder answers with an array of texts.
  outside.tell(recorder, { type: "read", replyTo: ref });
  // @ts-expect-error The channel yields numbers.
  const text: string = await first;
  // @ts-expect-error A ref for every message is more than a ref for one kind of them.
  const anything: ActorRef<unknown> = recorder;
  const notes: ActorRef<{ type: "note"; text: string }> = recorder;

  const started = await system.startActor(Recorder, { receiver: Pinger, port: 1 });
  // @ts-expect-error The ref has the type of the actor that was started.
  system.tell(started, { type: "nothing" });
  // @ts-expect-error The receiver is not one for this actor.
  await system.startActor(Spinner, { receiver: Pinger, port: 1 });
  // @ts-expect-error An actor's class is started, not an actor.
  await system.startActor(new Recorder(context as ActorContext<RecorderMessage>));
  void [text, anything, notes];
}

/** Never called, either. */
export function wrongChildren(
  context: ActorContext<MemberMessage>,
  deaf: ActorContext<RecorderMessage>,
): void {
  const child = context.startChild(props(Member, "Jane", { things: [] }));
  // @ts-expect-error A member's name is a text.
  props(Member, 5, { things: [] });
  // @ts-expect-error A recorder has no arguments.
  props(Recorder, "Jane");
  // @ts-expect-error What is started comes from props, and is no actor.
  context.startChild(new Member(context, "Jane"));
  // @ts-expect-error The child's ref has the type of its messages.
  context.tell(child, { type: "nothing" });
  context.watch(child);
  // @ts-expect-error A recorder does not understand that somebody has terminated.
  deaf.watch(child);
}

describe("the types of messages", () => {
  it("let no wrong message through the compiler", () => {
    // Checked when this file was compiled.
  });
});
