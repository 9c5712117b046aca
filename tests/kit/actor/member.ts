/** An actor for tests of families of actors: it does what messages say, and tells what it has seen. */
import type { Actor, ActorContext, Directive, Terminated } from "#solution/actor/actor.js";
import { uid, type ActorRef } from "#solution/actor/actor_ref.js";
import { props } from "#solution/actor/props.js";
import { platform } from "#solution/platform/current.js";
import type { CancelTimer } from "#solution/platform/platform.js";

/** What a {@link Member} is told to do. */
export type MemberMessage =
  | Terminated
  | { readonly type: "note"; readonly text: string }
  | {
      readonly type: "tell";
      readonly to: ActorRef<MemberMessage>;
      readonly texts: readonly string[];
    }
  | {
      readonly type: "tell to child and stop";
      readonly child: string;
      readonly texts: readonly string[];
    }
  | { readonly type: "start child"; readonly name: string; readonly note?: string }
  | { readonly type: "start broken child"; readonly how: "unknown class" | "throwing constructor" }
  | { readonly type: "stop"; readonly who: string }
  | { readonly type: "stop ref"; readonly ref: ActorRef<never> }
  | { readonly type: "watch" | "unwatch"; readonly ref: ActorRef<never> }
  | { readonly type: "throw" | "crash"; readonly text: string }
  | { readonly type: "decide"; readonly directive: Directive | "throw" | "nothing" }
  | { readonly type: "later" | "repeat"; readonly text: string; readonly ms: number }
  | { readonly type: "cancel" }
  | {
      readonly type: "give ref";
      readonly of: string;
      readonly replyTo: ActorRef<ActorRef<MemberMessage>>;
    }
  | { readonly type: "read"; readonly replyTo: ActorRef<readonly string[]> };

/** See the module. Its name, its children's names and what happens to it are in its notes. */
export class Member implements Actor<MemberMessage> {
  static readonly module = import.meta.url;

  readonly #context: ActorContext<MemberMessage>;
  readonly #notes: string[] = [];
  readonly #children = new Map<string, ActorRef<MemberMessage>>();
  readonly #timers: CancelTimer[] = [];
  #directive: Directive | "throw" | "nothing" = "restart";

  constructor(
    context: ActorContext<MemberMessage>,
    name = "top",
    likes: { things: string[] } = { things: [] },
  ) {
    this.#context = context;
    this.#notes.push(`made ${name}`, ...likes.things);
    // What one instance changes, no other must see.
    likes.things.push("spoiled");
    if (name.includes("stops itself")) context.stop(context.self);
    if (name.includes("has a child")) this.#startChild("inner");
  }

  superviseChild(child: ActorRef<never>, error: Error): Directive {
    this.#notes.push(`${error.message} of ${child.id % 1_000}: ${this.#directive}`);
    if (this.#directive === "throw") throw new Error("cannot decide");
    return this.#directive as Directive;
  }

  onMessage(message: MemberMessage): void {
    const context = this.#context;
    const { self } = context;
    switch (message.type) {
      case "terminated":
        this.#notes.push(`terminated ${message.ref.id % 1_000}`);
        return;
      case "note":
        this.#notes.push(message.text);
        return;
      case "tell":
        for (const text of message.texts) context.tell(message.to, { type: "note", text });
        return;
      case "tell to child and stop":
        for (const text of message.texts) {
          context.tell(this.#child(message.child), { type: "note", text });
        }
        context.stop(this.#child(message.child));
        return;
      case "start child":
        this.#startChild(message.name, message.note);
        return;
      case "start broken child": {
        const broken =
          message.how === "unknown class"
            ? { module: import.meta.url, name: "Nobody", args: [] }
            : props(Broken);
        const ref = context.startChild(broken);
        context.watch(ref);
        return;
      }
      case "stop":
        context.stop(message.who === "self" ? self : this.#child(message.who));
        return;
      case "stop ref":
        context.stop(message.ref);
        return;
      case "watch":
        context.watch(message.ref);
        return;
      case "unwatch":
        context.unwatch(message.ref);
        return;
      case "throw":
        throw new Error(message.text);
      case "crash":
        platform().after(0, () => {
          throw new Error(message.text);
        });
        return;
      case "decide":
        this.#directive = message.directive;
        return;
      case "later":
        this.#timers.push(
          context.tellAfter(self, { type: "note", text: message.text }, message.ms),
        );
        return;
      case "repeat":
        this.#timers.push(
          context.tellEvery(self, { type: "note", text: message.text }, message.ms),
        );
        return;
      case "cancel":
        for (const cancel of this.#timers) cancel();
        return;
      case "give ref":
        context.tell(message.replyTo, this.#child(message.of));
        return;
      case "read":
        context.tell(message.replyTo, this.#notes);
        return;
      default:
        message satisfies never;
    }
  }

  #startChild(name: string, note?: string): void {
    const likes = { things: ["cake"] };
    const child = this.#context.startChild(props(Member, name, likes));
    likes.things.push("nothing of this reaches the child");
    if (note !== undefined) this.#context.tell(child, { type: "note", text: note });
    this.#children.set(name, child);
  }

  #child(name: string): ActorRef<MemberMessage> {
    const child = this.#children.get(name);
    if (child === undefined) throw new Error(`${uid(this.#context.self)} has no child ${name}`);
    return child;
  }
}

/** A parent that leaves it to the system what becomes of its child. */
export class Trusting implements Actor<{ readonly replyTo: ActorRef<ActorRef<MemberMessage>> }> {
  static readonly module = import.meta.url;

  readonly #child: ActorRef<MemberMessage>;

  constructor(
    private readonly context: ActorContext<{ replyTo: ActorRef<ActorRef<MemberMessage>> }>,
  ) {
    this.#child = context.startChild(props(Member, "trusted", { things: [] }));
  }

  onMessage({ replyTo }: { readonly replyTo: ActorRef<ActorRef<MemberMessage>> }): void {
    this.context.tell(replyTo, this.#child);
  }
}

/** Cannot be made. */
export class Broken implements Actor<never> {
  static readonly module = import.meta.url;

  constructor() {
    throw new Error("cannot be made");
  }

  onMessage(): void {
    // Never called.
  }
}
