/** What the tests of families of actors have in common. */
import { expect } from "chai";
import { ActorSystem } from "#solution/actor/actor_system.js";
import type { ActorRef } from "#solution/actor/actor_ref.js";
import { platform } from "#solution/platform/current.js";
import type { TraceEvent } from "#solution/platform/platform.js";
import { Member, type MemberMessage } from "../member.js";

/** A ref to a {@link Member}. */
export type Ref = ActorRef<MemberMessage>;

/** Declares a test that has a family at hand. */
export type FamilyTest = (title: string, body: (family: Family) => Promise<void>) => void;

/** The id of the third child on the thread of actor 1. */
export const third = 1_000_000_003;

/** What a test has at hand: a system with the actor `top`. */
export class Family {
  readonly errors: string[] = [];

  private constructor(
    readonly system: ActorSystem,
    readonly top: Ref,
    readonly trace: readonly TraceEvent[],
  ) {
    system.onError((error, actor) => this.errors.push(`${actor?.split("/")[1]}: ${error.message}`));
  }

  static async start(trace: readonly TraceEvent[]): Promise<Family> {
    const system = await ActorSystem.start(0);
    return new Family(system, await system.startActor<MemberMessage>(Member), trace);
  }

  tell(to: Ref, message: MemberMessage): void {
    this.system.tell(to, message);
  }

  /** Starts a child of an actor. */
  async child(parent: Ref, name: string): Promise<Ref> {
    this.tell(parent, { type: "start child", name });
    return this.refOf(parent, name);
  }

  refOf(parent: Ref, name: string): Promise<Ref> {
    const { ref, first } = this.system.newChannelRef<Ref>();
    this.tell(parent, { type: "give ref", of: name, replyTo: ref });
    return first;
  }

  read(actor: Ref): Promise<readonly string[]> {
    const { ref, first } = this.system.newChannelRef<readonly string[]>();
    this.tell(actor, { type: "read", replyTo: ref });
    return first;
  }

  /** Waits for an actor to have notes. */
  async expectNotes(actor: Ref, notes: readonly string[]): Promise<void> {
    await until(async () => (await this.read(actor)).length >= notes.length);
    expect(await this.read(actor)).to.deep.equal(notes);
  }

  /** The observations of a type, with the actors' ids in place of their uids. */
  traced(...types: string[]): string[] {
    const idOf = (field: unknown): string => String(field).split("/")[1] ?? "";
    return this.trace
      .filter(({ type }) => types.includes(type))
      .map((event) => `${event.type} ${idOf(event["actor"])}`);
  }
}

/** Waits until a condition holds, on the platform's clock. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadlineMs = platform().monotonicNow() + 5_000;
  while (!(await holds())) {
    if (platform().monotonicNow() > deadlineMs) throw new Error(`not within 5 s: ${String(holds)}`);
    await sleep(2);
  }
}

/** Waits, on the platform's clock. */
export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => platform().after(ms, resolve));
}
