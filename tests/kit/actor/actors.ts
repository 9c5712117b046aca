/** Actors for tests of the actor system; each runs on a thread of its own, loaded from this module. */
import type { Actor, ActorClass, ActorContext } from "#solution/actor/actor.js";
import type { ActorRef } from "#solution/actor/actor_ref.js";
import type { Outside } from "#solution/actor/receiver.js";
import { defineService, paramsOf } from "#solution/rpc/service.js";

/** What a {@link Recorder} takes. */
export type RecorderMessage =
  | { readonly type: "note"; readonly text: string }
  | { readonly type: "throw"; readonly text: string }
  | { readonly type: "spin"; readonly times: number }
  | {
      readonly type: "forward";
      readonly to: ActorRef<RecorderMessage>;
      readonly texts: readonly string[];
    }
  | { readonly type: "later"; readonly text: string; readonly delayMs: number }
  | { readonly type: "read"; readonly replyTo: ActorRef<string[]> }
  | { readonly type: "whoami"; readonly replyTo: ActorRef<WhoAmI> };

/** What a {@link Recorder} tells about itself. */
export interface WhoAmI {
  readonly self: ActorRef<RecorderMessage>;
  readonly knowsItselfLocal: boolean;
  readonly knowsStrangerRemote: boolean;
}

/** Keeps the texts that it is told, in order, and does what else the messages say. */
export class Recorder implements Actor<RecorderMessage> {
  static readonly module = import.meta.url;

  readonly #context: ActorContext<RecorderMessage>;
  readonly #texts: string[] = [];

  constructor(context: ActorContext<RecorderMessage>) {
    this.#context = context;
  }

  onMessage(message: RecorderMessage): void {
    const context = this.#context;
    const { self } = context;
    switch (message.type) {
      case "note":
        this.#texts.push(message.text);
        return;
      case "throw":
        throw new Error(message.text);
      case "spin":
        if (message.times > 0) context.tell(self, { type: "spin", times: message.times - 1 });
        return;
      case "forward":
        for (const text of message.texts) context.tell(message.to, { type: "note", text });
        return;
      case "later":
        context.tellAfter(self, { type: "note", text: message.text }, message.delayMs);
        return;
      case "read":
        context.tell(message.replyTo, this.#texts);
        context.tell(message.replyTo, ["a channel takes its first message only"]);
        return;
      case "whoami":
        context.tell(message.replyTo, {
          self,
          knowsItselfLocal: context.isLocal(self),
          knowsStrangerRemote: !context.isLocal({ address: "elsewhere:1", id: self.id }),
        });
        return;
    }
  }
}

/** Sends itself messages without end. */
export class Spinner implements Actor<{ readonly type: "spin" }> {
  static readonly module = import.meta.url;

  constructor(private readonly context: ActorContext<{ readonly type: "spin" }>) {
    context.tell(context.self, { type: "spin" });
  }

  onMessage(): void {
    this.context.tell(this.context.self, { type: "spin" });
  }
}

/** Tells itself two things while it is made. */
export class Eager implements Actor<RecorderMessage> {
  static readonly module = import.meta.url;

  readonly #recorder: Recorder;

  constructor(context: ActorContext<RecorderMessage>) {
    this.#recorder = new Recorder(context);
    context.tell(context.self, { type: "note", text: "first" });
    context.tellAfter(context.self, { type: "note", text: "second" }, 0);
  }

  onMessage(message: RecorderMessage): void {
    this.#recorder.onMessage(message);
  }
}

/** Cannot be made. */
export class Stillborn implements Actor<unknown> {
  static readonly module = import.meta.url;

  constructor() {
    throw new Error("born to fail");
  }

  onMessage(): void {
    // Never called.
  }
}

/** The service of a {@link Pinger}. */
export interface PingService {
  ping(params: { text: string }): Promise<string>;
}

/** The ping service. */
export const pingService = defineService<PingService>("ping", {
  ping: paramsOf({ text: "string" }),
});

/** A receiver that answers beside a busy or idle actor. */
export class Pinger {
  static readonly module = import.meta.url;
  static readonly service = pingService;

  constructor(
    private readonly system: Outside,
    private readonly actor: ActorRef<RecorderMessage>,
  ) {}

  async ping({ text }: { text: string }): Promise<string> {
    this.system.tell(this.actor, { type: "note", text });
    const { ref, first } = this.system.newChannelRef<string[]>();
    this.system.tell(this.actor, { type: "read", replyTo: ref });
    return (await first).join(",");
  }
}

/** A receiver that notes the ref of a channel with its actor, and waits for somebody to answer there. */
export class Asker {
  static readonly module = import.meta.url;
  static readonly service = pingService;

  constructor(
    private readonly system: Outside,
    private readonly actor: ActorRef<RecorderMessage>,
  ) {}

  ping(): Promise<string> {
    const { ref, first } = this.system.newChannelRef<string>();
    this.system.tell(this.actor, { type: "note", text: JSON.stringify(ref) });
    return first;
  }
}

/** Answers at once, whatever the actor beside it does. */
export class Answerer {
  static readonly module = import.meta.url;
  static readonly service = pingService;

  ping({ text }: { text: string }): Promise<string> {
    return Promise.resolve(text);
  }
}

/** A class whose module does not export it under its name. */
export const Hidden: ActorClass<unknown> = class Unexported implements Actor<unknown> {
  static readonly module = import.meta.url;

  onMessage(): void {
    // Never called.
  }
};
