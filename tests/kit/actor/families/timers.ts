import { expect } from "chai";
import { platform } from "#solution/platform/current.js";
import { sleep, until, type FamilyTest } from "./family.js";

/** The part of the contract about actors' timers. */
export function describeTimers(test: FamilyTest): void {
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
