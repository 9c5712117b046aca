import type { Actor, ActorContext, Props } from "../../../../starter/actor/actor.js";
import type { ActorRef } from "../../../../starter/actor/actor_ref.js";
import type {
  MediatorMessage,
  OperationReply,
  Persist,
  PrimaryIs,
  ReplicaMessage,
  ReplicatorMessage,
  GetResult,
} from "../../../../starter/replicas/messages.js";

/** Any message of the assignment's protocols. */
export type ProtocolMessage =
  | ReplicaMessage
  | ReplicatorMessage
  | MediatorMessage
  | Persist
  | OperationReply
  | GetResult
  | PrimaryIs;

/** What a probe answers by itself: everything that has an answer, or nothing. */
export type Answers = "all" | "none";

/** How a probe that plays the mediator answers a replica that joins. */
export type Role = "primary" | "secondary";

/** Which of the messages that a probe has received it is to answer; without a property, any. */
export interface AnswerChoice {
  readonly key?: string;
  readonly value?: string | null;
  readonly seq?: number;
  /** How often it answers each of them; default: once. */
  readonly times?: number;
  /** Whether it answers once more what it has answered, as if the answer had taken long. */
  readonly again?: true;
}

/** What the scenario asks of a probe. */
export type ProbeCommand =
  | { readonly type: "benchTell"; readonly to: ActorRef<never>; readonly message: ProtocolMessage }
  | { readonly type: "benchAnswers"; readonly answers: Answers }
  | { readonly type: "benchAnswer"; readonly choice: AnswerChoice }
  | {
      readonly type: "benchThrower";
      readonly persistence: ActorRef<Throw>;
      readonly times: number;
    };

/** A probe wants a persistence to throw. */
interface Throw {
  readonly type: "benchThrow";
  /** How often it is still to throw, this time included. */
  readonly left: number;
}

/** What such a persistence throws says this, like no other error. */
export const diskFull = "disk full";

/** What it throws, in turn: it is kept alive whatever it is. */
const thrown = [Error, TypeError, RangeError];

/** What starts probes. */
export interface BenchMessage {
  readonly type: "startProbe";
  readonly answers: Answers;
  readonly role: Role | null;
  readonly replyTo: ActorRef<ActorRef<ProbeCommand>>;
}

/** Starts probes, as its children on one thread. */
export class BenchActor implements Actor<BenchMessage> {
  static readonly module = import.meta.url;
  readonly #context: ActorContext<BenchMessage>;

  constructor(context: ActorContext<BenchMessage>) {
    this.#context = context;
  }

  onMessage({ answers, role, replyTo }: BenchMessage): void {
    const probe: Props<ProbeCommand> = {
      module: import.meta.url,
      name: "Probe",
      args: [answers, role],
    };
    this.#context.tell(replyTo, this.#context.startChild(probe));
  }
}

/**
 * Plays whoever a test needs around the student's actors: clients, the mediator, a persistence, a secondary, a primary. It
 * says what the scenario tells it to, and answers what it is asked, at once or when the scenario wants it.
 */
export class Probe implements Actor<ProtocolMessage | ProbeCommand> {
  static readonly module = import.meta.url;
  readonly #context: ActorContext<ProtocolMessage | ProbeCommand>;
  #answers: Answers;
  readonly #role: Role | null;
  /** What was not answered, without repetitions, by its text. */
  readonly #unanswered = new Map<string, ProtocolMessage>();
  readonly #answered = new Map<string, ProtocolMessage>();
  /** The persistence that it plays, if that is to throw. */
  #thrower: ActorRef<Throw> | undefined;
  /** For how many requests it is still to throw; undefined if nobody has said so. */
  #throwsLeft: number | undefined;

  constructor(
    context: ActorContext<ProtocolMessage | ProbeCommand>,
    answers: Answers,
    role: Role | null,
  ) {
    this.#context = context;
    this.#answers = answers;
    this.#role = role;
  }

  onMessage(message: ProtocolMessage | ProbeCommand): void {
    switch (message.type) {
      case "benchTell":
        this.#tell(message.to, message.message);
        return;
      case "benchAnswers":
        this.#answers = message.answers;
        if (message.answers === "all") this.#answerSome({});
        return;
      case "benchAnswer":
        this.#answerSome(message.choice);
        return;
      case "benchThrower":
        this.#thrower = message.persistence;
        // A restarted persistence says so again.
        this.#throwsLeft ??= message.times;
        return;
      default:
        if (message.type === "persist" && this.#thrower !== undefined && this.#throwsLeft) {
          this.#context.tell(this.#thrower, { type: "benchThrow", left: this.#throwsLeft-- });
        } else if (this.#answers === "all" || message.type === "join") this.#answer(message);
        else this.#unanswered.set(JSON.stringify(message), message);
    }
  }

  #answerSome({ key, value, seq, times = 1, again }: AnswerChoice): void {
    for (const [text, message] of again === true ? [...this.#answered] : this.#unanswered) {
      if (key !== undefined && !("key" in message && message.key === key)) continue;
      if (value !== undefined && !("value" in message && message.value === value)) continue;
      if (seq !== undefined && !("seq" in message && message.seq === seq)) continue;
      this.#unanswered.delete(text);
      this.#answered.set(text, message);
      for (let time = 0; time < times; time++) this.#answer(message);
    }
  }

  #answer(message: ProtocolMessage): void {
    switch (message.type) {
      case "join":
        this.#onJoin(message.replica);
        return;
      case "persist": {
        const { key, id, replyTo } = message;
        this.#tell(replyTo, { type: "persisted", key, id });
        return;
      }
      case "snapshot": {
        const { key, seq, replyTo } = message;
        this.#tell(replyTo, { type: "snapshotAck", key, seq });
        return;
      }
      case "replicate": {
        const { key, id, replyTo } = message;
        this.#tell(replyTo, { type: "replicated", key, id, replicator: this.#context.self });
        return;
      }
      default:
        return;
    }
  }

  #onJoin(replica: ActorRef<ReplicaMessage>): void {
    if (this.#role === null) return;
    this.#tell(replica, { type: this.#role === "primary" ? "joinedPrimary" : "joinedSecondary" });
    if (this.#role === "primary") this.#tell(replica, { type: "replicas", replicas: [replica] });
  }

  /** The scenario says who gets what, and the compiler cannot know. */
  #tell(to: ActorRef<never>, message: ProtocolMessage): void {
    this.#context.tell(to as ActorRef<ProtocolMessage>, message);
  }
}

/** A persistence that lets a probe answer what it is asked. */
export class ForwardingPersistence implements Actor<Persist | Throw> {
  static readonly module = import.meta.url;
  readonly #context: ActorContext<Persist | Throw>;
  readonly #probe: ActorRef<Persist | ProbeCommand>;

  constructor(
    context: ActorContext<Persist | Throw>,
    probe: ActorRef<Persist | ProbeCommand>,
    throws: number,
  ) {
    this.#context = context;
    this.#probe = probe;
    // The probe counts, since a restarted actor has forgotten everything.
    if (throws > 0) {
      context.tell(probe, { type: "benchThrower", persistence: context.self, times: throws });
    }
  }

  onMessage(message: Persist | Throw): void {
    if (message.type === "benchThrow") {
      const { [message.left % thrown.length]: Thrown = Error } = thrown;
      throw new Thrown(diskFull);
    }
    this.#context.tell(this.#probe, message);
  }
}
