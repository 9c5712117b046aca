/**
 * What the actor system promises about children, supervision, watching and timers, as tests that hold on real threads
 * and in the simulation alike.
 */
import { expect } from "chai";
import { ActorSystem } from "#solution/actor/actor_system.js";
import { uid, type ActorRef } from "#solution/actor/actor_ref.js";
import { props } from "#solution/actor/props.js";
import { platform } from "#solution/platform/current.js";
import type { TraceEvent } from "#solution/platform/platform.js";
import { Member, Trusting, type MemberMessage } from "./member.js";

type Ref = ActorRef<MemberMessage>;

/** What runs on a platform that is installed; `trace` fills with what is observed. */
export type FamilyBody = (trace: readonly TraceEvent[]) => Promise<void>;

/** Runs the body of a test. */
export type RunInWorld = (body: FamilyBody) => Promise<void>;

/** What a test has at hand: a system with the actor `top`. */
class Family {
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

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadlineMs = platform().monotonicNow() + 5_000;
  while (!(await holds())) {
    if (platform().monotonicNow() > deadlineMs) throw new Error(`not within 5 s: ${String(holds)}`);
    await sleep(2);
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => platform().after(ms, resolve));
}

/** Declares the tests for one world. */
export function describeFamilies(world: string, run: RunInWorld): void {
  const test = (title: string, body: (family: Family) => Promise<void>): void => {
    it(title, () =>
      run(async (trace) => {
        const family = await Family.start(trace);
        try {
          await body(family);
        } finally {
          await family.system.close();
        }
      }),
    );
  };
  describe(`families of actors: ${world}`, function () {
    this.timeout(20_000);
    describeChildren(test);
    describeStopping(test);
    describeWatching(test);
    describeSupervision(test);
    describeTimers(test);
  });
}

/** Several children that tell, watch, repeat, fail, and end. */
export async function familyStory(trace: readonly TraceEvent[]): Promise<void> {
  const family = await Family.start(trace);
  const { system, top } = family;
  const other = await system.startActor<MemberMessage>(Member);
  for (const parent of [top, other]) {
    const one = await family.child(parent, "one that has a child");
    const two = await family.child(parent, "two");
    family.tell(one, { type: "watch", ref: two });
    family.tell(one, { type: "repeat", text: "tick", ms: 7 });
    family.tell(one, { type: "tell", to: top, texts: ["to the top"] });
    family.tell(two, { type: "throw", text: "ouch" });
    family.tell(two, { type: "later", text: "late", ms: 20 });
    await sleep(40);
    family.tell(parent, { type: "stop", who: "two" });
    await sleep(40);
  }
  await system.close();
}

type FamilyTest = (title: string, body: (family: Family) => Promise<void>) => void;

const third = 1_000_000_003;

function describeChildren(test: FamilyTest): void {
  test("a child has the arguments that its props say, copied for it alone", async (family) => {
    const { top } = family;
    const one = await family.child(top, "one");
    const two = await family.child(top, "two");
    await family.expectNotes(one, ["made one", "cake"]);
    await family.expectNotes(two, ["made two", "cake"]);
  });

  test("a child's ref can be used at once, and messages wait in order", async (family) => {
    const { top } = family;
    family.tell(top, { type: "start child", name: "one", note: "first" });
    const one = await family.refOf(top, "one");
    family.tell(top, { type: "tell", to: one, texts: ["second", "third"] });
    await family.expectNotes(one, ["made one", "cake", "first", "second", "third"]);
  });

  test("a child is on its parent's thread, and everybody reaches it", async (family) => {
    const { system, top } = family;
    const child = await family.child(top, "one");
    const grandchild = await family.child(child, "two");
    expect([top.id, child.id, grandchild.id]).to.deep.equal([1, third - 2, third - 1]);
    const [stranger, remote] = await Promise.all([
      system.startActor<MemberMessage>(Member),
      ActorSystem.start(0),
    ]);
    const far = await remote.startActor<MemberMessage>(Member);
    family.tell(stranger, { type: "tell", to: grandchild, texts: ["from a thread"] });
    await family.expectNotes(grandchild, ["made two", "cake", "from a thread"]);
    remote.tell(far, { type: "tell", to: grandchild, texts: ["from afar"] });
    await family.expectNotes(grandchild, ["made two", "cake", "from a thread", "from afar"]);
    const { actors, children } = await system.stats();
    expect([actors, children]).to.deep.equal([2, 2]);
    await remote.close();
  });

  test("an actor that the system starts can have arguments, too", async (family) => {
    const { system } = family;
    const actor = await system.startActor(props(Member, "Jane", { things: ["tea"] }));
    await family.expectNotes(actor, ["made Jane", "tea"]);
  });

  test("a child that cannot be made ends, with an error", async (family) => {
    const { top, errors } = family;
    family.tell(top, { type: "start broken child", how: "throwing constructor" });
    family.tell(top, { type: "start broken child", how: "unknown class" });
    await family.expectNotes(top, ["made top", "terminated 1", "terminated 2"]);
    expect(errors[0]).to.equal(`${third - 2}: cannot be made`);
    expect(errors[1]).to.match(/exports no class Nobody/);
  });

  test("is observed: who starts whom, and who ends", async (family) => {
    const { top, trace } = family;
    const child = await family.child(top, "one");
    family.tell(top, { type: "stop", who: "one" });
    await until(() => family.traced("actorStopped").length === 1);
    const started = trace.filter(({ type }) => type === "actorStarted");
    expect(started.map(({ actor, name, parent }) => [actor, name, parent])).to.deep.equal([
      [uid(top), "Member", undefined],
      [uid(child), "Member", uid(top)],
    ]);
    expect(family.traced("actorStopped")).to.deep.equal([`actorStopped ${child.id}`]);
  });
}

function describeStopping(test: FamilyTest): void {
  test("a child that is stopped handles nothing more; what comes for it is a dead letter", async (family) => {
    const { system, top } = family;
    const one = await family.child(top, "one");
    await family.read(one);
    family.tell(top, { type: "stop", who: "one" });
    family.tell(top, { type: "tell", to: one, texts: ["lost", "lost"] });
    family.tell(top, { type: "stop", who: "one" });
    await until(async () => (await system.stats()).deadLetters === 2);
    expect((await system.stats()).children).to.equal(0);
    expect(family.errors).to.deep.equal([]);
  });

  test("what waits in the mailbox of a stopped actor is a dead letter", async (family) => {
    const { system, top } = family;
    const one = await family.child(top, "one");
    await family.read(one);
    family.tell(top, { type: "tell to child and stop", child: "one", texts: ["a", "b", "c"] });
    await until(async () => (await system.stats()).children === 0);
    expect((await system.stats()).deadLetters).to.equal(3);
  });

  test("an actor that stops itself finishes its message, and then its children end before it", async (family) => {
    const { top } = family;
    const one = await family.child(top, "one");
    const two = await family.child(one, "two");
    await family.child(two, "three");
    family.tell(top, { type: "watch", ref: one });
    await family.read(top);
    family.tell(one, { type: "stop", who: "self" });
    await family.expectNotes(top, ["made top", `terminated ${one.id % 1_000}`]);
    expect(family.traced("actorStopped")).to.deep.equal(
      [third, two.id, one.id].map((id) => `actorStopped ${id}`),
    );
  });

  test("a child can stop itself while it is made", async (family) => {
    const { top } = family;
    const one = await family.child(top, "one that stops itself");
    family.tell(top, { type: "watch", ref: one });
    await family.expectNotes(top, ["made top", "terminated 1"]);
  });

  test("an actor that the system started can stop itself, and its thread ends", async (family) => {
    const { system, top } = family;
    const other = await system.startActor<MemberMessage>(Member);
    family.tell(top, { type: "watch", ref: other });
    await family.read(top);
    family.tell(other, { type: "stop", who: "self" });
    await family.expectNotes(top, ["made top", "terminated 2"]);
    await until(async () => (await system.stats()).actors === 1);
    const already = await system.startActor(props(Member, "who stops itself"));
    family.tell(top, { type: "watch", ref: already });
    await family.expectNotes(top, ["made top", "terminated 2", "terminated 3"]);
    expect(family.errors).to.deep.equal([]);
  });

  test("the system stops what it started, waits for the end, and keeps count", async (family) => {
    const { system, top } = family;
    const other = await system.startActor<MemberMessage>(Member);
    family.tell(other, { type: "tell", to: top, texts: ["counted"] });
    family.tell(top, { type: "watch", ref: other });
    await family.expectNotes(top, ["made top", "counted"]);
    await Promise.all([system.stop(other), system.stop(other)]);
    await system.stop(other);
    await family.expectNotes(top, ["made top", "counted", "terminated 2"]);
    const { actors, pairs } = await system.stats();
    expect(actors).to.equal(1);
    expect(pairs.map(({ from, to, tells }) => [from, to, tells])).to.deep.equal([
      [uid(other), uid(top), 1],
    ]);
    const child = await family.child(top, "one");
    for (const wrong of [child, { address: "localhost:1", id: 1 }]) {
      expect(String(await system.stop(wrong).catch((error: unknown) => error))).to.match(
        /TypeError: .* stops actors that it started itself/,
      );
    }
  });

  test("an actor stops nobody but itself and its children", async (family) => {
    const { system, top, errors } = family;
    const other = await system.startActor<MemberMessage>(Member);
    const grandchild = await family.child(await family.child(top, "one"), "two");
    const elsewhere = { address: "localhost:1", id: top.id };
    for (const ref of [other, grandchild, elsewhere]) family.tell(top, { type: "stop ref", ref });
    await family.read(top);
    await until(() => errors.length === 3);
    for (const error of errors)
      expect(error).to.match(/^1: an actor stops itself and its children/);
    const { actors, children } = await system.stats();
    expect([actors, children]).to.deep.equal([2, 2]);
  });
}

function describeWatching(test: FamilyTest): void {
  test("a watcher hears of the end exactly once, after all messages from there", async (family) => {
    const { system, top } = family;
    const other = await system.startActor<MemberMessage>(Member);
    const theirs = await family.child(other, "theirs");
    const notes = ["made top"];
    for (const ref of [theirs, theirs, other]) family.tell(top, { type: "watch", ref });
    await family.read(top);
    const texts = Array.from({ length: 50 }, (_, i) => String(i));
    family.tell(theirs, { type: "tell", to: top, texts });
    family.tell(theirs, { type: "stop", who: "self" });
    notes.push(...texts, "terminated 1");
    await family.expectNotes(top, notes);
    await system.stop(other);
    notes.push("terminated 2");
    await family.expectNotes(top, notes);
    await sleep(20);
    await family.expectNotes(top, notes);
  });

  test("who watches what has ended, or never was, hears so at once, each time", async (family) => {
    const { system, top } = family;
    const other = await system.startActor<MemberMessage>(Member);
    const one = await family.child(top, "one");
    family.tell(top, { type: "stop", who: "one" });
    await system.stop(other);
    family.tell(top, { type: "watch", ref: one });
    family.tell(top, { type: "watch", ref: one });
    await family.expectNotes(top, ["made top", "terminated 1", "terminated 1"]);
    family.tell(top, { type: "watch", ref: other });
    await family.expectNotes(top, ["made top", "terminated 1", "terminated 1", "terminated 2"]);
    family.tell(top, { type: "watch", ref: { address: top.address, id: 77 } });
    family.tell(top, { type: "watch", ref: { address: top.address, id: third } });
    await until(async () => (await family.read(top)).length === 6);
    expect((await family.read(top)).slice(4).sort()).to.deep.equal([
      "terminated 3",
      "terminated 77",
    ]);
  });

  test("children know each other's ends, also across threads, and whoever ends with them", async (family) => {
    const { system, top } = family;
    const other = await system.startActor<MemberMessage>(Member);
    const [mine, theirs] = [await family.child(top, "one"), await family.child(other, "two")];
    const below = await family.child(theirs, "three");
    for (const ref of [below, theirs, other]) family.tell(mine, { type: "watch", ref });
    await family.read(mine);
    await sleep(20);
    family.tell(other, { type: "stop", who: "self" });
    await family.expectNotes(mine, [
      ...["made one", "cake"],
      ...["terminated 2", "terminated 1", "terminated 2"],
    ]);
  });

  test("the end of a whole thread by an error is the end of all its actors", async (family) => {
    const { system, top, errors } = family;
    const other = await system.startActor<MemberMessage>(Member);
    const theirs = await family.child(other, "theirs");
    for (const ref of [theirs, other]) family.tell(top, { type: "watch", ref });
    await family.read(top);
    await sleep(20);
    family.tell(other, { type: "crash", text: "the thread dies" });
    await until(async () => (await family.read(top)).length === 3);
    expect((await family.read(top)).slice(1).sort()).to.deep.equal([
      "terminated 1",
      "terminated 2",
    ]);
    expect(errors).to.deep.equal(["2: the thread dies"]);
    expect((await system.stats()).actors).to.equal(1);
  });

  test("who takes a watch back hears nothing", async (family) => {
    const { system, top } = family;
    const other = await system.startActor<MemberMessage>(Member);
    const one = await family.child(top, "one");
    for (const type of ["watch", "unwatch"] as const) {
      for (const ref of [one, other]) family.tell(top, { type, ref });
    }
    family.tell(top, { type: "stop", who: "one" });
    await family.read(top);
    await system.stop(other);
    await sleep(20);
    await family.expectNotes(top, ["made top"]);
  });

  test("actors of other servers, and channels, cannot be watched", async (family) => {
    const { system, top, errors } = family;
    family.tell(top, { type: "watch", ref: { address: "localhost:1", id: 1 } });
    family.tell(top, { type: "watch", ref: system.newChannelRef().ref });
    await family.read(top);
    await until(() => errors.length === 2);
    expect(errors[0]).to.match(/localhost:1\/1 belongs to another server/);
    expect(errors[1]).to.match(/is a channel, and only actors can be watched/);
  });
}

function describeSupervision(test: FamilyTest): void {
  test("a child that throws is restarted: a new instance, the same ref, the rest of the mailbox", async (family) => {
    const { top } = family;
    const one = await family.child(top, "one");
    family.tell(top, { type: "watch", ref: one });
    family.tell(one, { type: "note", text: "forgotten" });
    for (let i = 1; i <= 20; i++) family.tell(one, { type: "throw", text: `ouch ${i}` });
    family.tell(one, { type: "note", text: "after" });
    await family.expectNotes(one, ["made one", "cake", "after"]);
    await until(() => family.errors.length === 20);
    expect(family.errors[19]).to.equal(`${one.id}: ouch 20`);
    expect(family.traced("actorRestarted")).to.have.length(20);
    expect((await family.read(top)).at(-1)).to.equal("ouch 20 of 1: restart");
  });

  test("without a decision of its parent, a child is restarted", async (family) => {
    const { system } = family;
    const parent = await system.startActor(Trusting);
    const { ref, first } = system.newChannelRef<Ref>();
    system.tell(parent, { replyTo: ref });
    const child = await first;
    family.tell(child, { type: "note", text: "forgotten" });
    family.tell(child, { type: "throw", text: "ouch" });
    await family.expectNotes(child, ["made trusted"]);
    await until(() => family.errors.length === 1);
    const [failure] = family.trace.filter(({ type }) => type === "actorError");
    expect(failure).to.include({ actor: uid(child), directive: "restart" });
  });

  test("a restart ends the children, the timers and the watches of the old instance", async (family) => {
    const { system, top } = family;
    const one = await family.child(top, "one that has a child");
    const inner = await family.refOf(one, "inner");
    family.tell(one, { type: "watch", ref: inner });
    family.tell(one, { type: "watch", ref: top });
    family.tell(one, { type: "repeat", text: "tick", ms: 5 });
    family.tell(one, { type: "later", text: "late", ms: 30 });
    family.tell(one, { type: "throw", text: "ouch" });
    await family.read(one);
    await sleep(60);
    await family.expectNotes(one, ["made one that has a child", "cake"]);
    expect((await family.refOf(one, "inner")).id).to.equal(inner.id + 1);
    expect((await system.stats()).children).to.equal(2);
  });

  test("the parent decides: a child that it wants stopped ends", async (family) => {
    const { top } = family;
    const one = await family.child(top, "one");
    family.tell(top, { type: "decide", directive: "stop" });
    family.tell(top, { type: "watch", ref: one });
    await family.read(top);
    family.tell(one, { type: "throw", text: "ouch" });
    await family.expectNotes(top, ["made top", "ouch of 1: stop", "terminated 1"]);
  });

  test("a parent that cannot decide loses the child, and fails itself", async (family) => {
    const { top, errors } = family;
    const one = await family.child(top, "one");
    const two = await family.child(one, "two");
    family.tell(one, { type: "decide", directive: "throw" });
    family.tell(one, { type: "watch", ref: two });
    await family.read(one);
    family.tell(two, { type: "throw", text: "ouch" });
    await family.expectNotes(one, ["made one", "cake"]);
    await until(() => errors.length === 2);
    expect(errors).to.deep.equal([`${two.id}: ouch`, `${one.id}: cannot decide`]);
    expect(family.traced("actorRestarted", "actorStopped")).to.deep.equal([
      `actorStopped ${two.id}`,
      `actorRestarted ${one.id}`,
    ]);
  });

  test("an actor that the system started lives on with its state, whatever it throws", async (family) => {
    const { top, errors } = family;
    const one = await family.child(top, "one");
    family.tell(top, { type: "throw", text: "ouch" });
    family.tell(top, { type: "decide", directive: "nothing" });
    await family.read(top);
    family.tell(one, { type: "throw", text: "ouch, too" });
    await family.expectNotes(top, ["made top", "ouch, too of 1: nothing"]);
    await until(() => errors.length === 3);
    expect(errors).to.deep.equal([
      "1: ouch",
      `${one.id}: ouch, too`,
      `1: superviseChild returned nothing; return "restart" or "stop"`,
    ]);
    expect(family.traced("actorStopped")).to.deep.equal([`actorStopped ${one.id}`]);
  });
}

function describeTimers(test: FamilyTest): void {
  test("a delayed message that is cancelled never comes", async (family) => {
    const { top } = family;
    family.tell(top, { type: "later", text: "cancelled", ms: 20 });
    family.tell(top, { type: "cancel" });
    family.tell(top, { type: "later", text: "comes", ms: 20 });
    await family.expectNotes(top, ["made top", "comes"]);
    family.tell(top, { type: "cancel" });
    await sleep(30);
    await family.expectNotes(top, ["made top", "comes"]);
  });

  test("a repeated message comes every so often, until it is cancelled", async (family) => {
    const { top } = family;
    const startMs = platform().monotonicNow();
    family.tell(top, { type: "repeat", text: "tick", ms: 20 });
    await until(async () => (await family.read(top)).length >= 6);
    expect(platform().monotonicNow() - startMs).to.be.at.least(99);
    family.tell(top, { type: "cancel" });
    const count = (await family.read(top)).length;
    await sleep(60);
    expect(await family.read(top)).to.have.length(count);
  });

  test("an interval below a millisecond is refused", async (family) => {
    family.tell(family.top, { type: "repeat", text: "tick", ms: 0 });
    await until(() => family.errors.length === 1);
    expect(family.errors[0]).to.equal(
      "1: the interval of a repeated message is at least 1 ms, and not 0",
    );
  });

  test("an actor's timers end with it", async (family) => {
    const { system, top } = family;
    const one = await family.child(top, "one");
    family.tell(one, { type: "repeat", text: "tick", ms: 5 });
    family.tell(one, { type: "later", text: "late", ms: 20 });
    await family.read(one);
    family.tell(top, { type: "stop", who: "one" });
    await family.read(top);
    await until(async () => (await system.stats()).children === 0);
    const { deadLetters } = await system.stats();
    await sleep(40);
    expect((await system.stats()).deadLetters).to.equal(deadLetters);
  });
}
