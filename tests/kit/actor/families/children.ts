import { expect } from "chai";
import { ActorSystem } from "#solution/actor/actor_system.js";
import { uid } from "#solution/actor/actor_ref.js";
import { props } from "#solution/actor/props.js";
import { Member, type MemberMessage } from "../member.js";
import { third, until, type FamilyTest } from "./family.js";

/** The part of the contract about children. */
export function describeChildren(test: FamilyTest): void {
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
