import { expect } from "chai";
import { uid } from "#solution/actor/actor_ref.js";
import { Trusting } from "../member.js";
import { sleep, until, type FamilyTest, type Ref } from "./family.js";

/** The part of the contract about actors that fail. */
export function describeSupervision(test: FamilyTest): void {
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
