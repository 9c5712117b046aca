import { expect } from "chai";
import { Member, type MemberMessage } from "../member.js";
import { sleep, third, until, type FamilyTest } from "./family.js";

/** The part of the contract about actors that watch each other. */
export function describeWatching(test: FamilyTest): void {
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
