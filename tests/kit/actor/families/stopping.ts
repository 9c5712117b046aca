import { expect } from "chai";
import { uid } from "#solution/actor/actor_ref.js";
import { props } from "#solution/actor/props.js";
import { Member, type MemberMessage } from "../member.js";
import { third, until, type FamilyTest } from "./family.js";

/** The part of the contract about actors that are stopped. */
export function describeStopping(test: FamilyTest): void {
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
