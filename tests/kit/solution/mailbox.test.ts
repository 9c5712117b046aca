/** Goal: the mailbox's corners, beyond what the suites ask. Method: the mailbox alone. */
import { expect } from "chai";
import { Mailbox } from "#solution/actor/mailbox.js";

describe("a mailbox", () => {
  it("keeps the order through bursts of every size", async () => {
    const mailbox = new Mailbox<number>();
    let pushed = 0;
    let popped = 0;
    for (const burst of [1, 1_000, 3, 5_000, 2]) {
      for (let i = 0; i < burst; i++) mailbox.push(pushed++);
      for (let i = 0; i < burst / 2; i++) {
        expect(await mailbox.pop()).to.deep.equal({ closed: false, value: popped++ });
      }
    }
    while (popped < pushed)
      expect(await mailbox.pop()).to.deep.equal({ closed: false, value: popped++ });
  });

  it("carries undefined like any other value", async () => {
    const mailbox = new Mailbox<undefined>();
    mailbox.push(undefined);
    mailbox.push(undefined);
    expect(await mailbox.pop()).to.deep.equal({ closed: false, value: undefined });
    expect(await mailbox.pop()).to.deep.equal({ closed: false, value: undefined });
  });

  it("serves waiting pops in the order in which they came, then closes the others", async () => {
    const mailbox = new Mailbox<string>();
    const pops = [mailbox.pop(), mailbox.pop(), mailbox.pop()];
    mailbox.push("first");
    mailbox.push("second");
    mailbox.close();
    mailbox.close();
    mailbox.push("late");
    expect(await Promise.all(pops)).to.deep.equal([
      { closed: false, value: "first" },
      { closed: false, value: "second" },
      { closed: true },
    ]);
    expect(await mailbox.pop()).to.deep.equal({ closed: true });
  });

  it("takes a hundred thousand values in the time of a moment", async () => {
    const mailbox = new Mailbox<number>();
    for (let i = 0; i < 100_000; i++) mailbox.push(i);
    let sum = 0;
    for (let i = 0; i < 100_000; i++) {
      const popped = await mailbox.pop();
      if (!popped.closed) sum += popped.value;
    }
    expect(sum).to.equal((100_000 * 99_999) / 2);
  });
});
