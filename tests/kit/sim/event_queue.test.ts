/** Events come out by time, and by the order in which they were added at one time. */
import { expect } from "chai";
import { EventQueue, type EventHost, type SimEvent } from "../../../grader/sim/event_queue.js";
import { Random } from "../../../grader/sim/random.js";

describe("the event queue", () => {
  const alive: EventHost = { name: "s1", alive: true };
  let sequence = 0;
  const event = (atUs: number, host = alive): SimEvent => ({
    atUs,
    sequence: ++sequence,
    host,
    kind: "timer",
    source: "timer",
    run: () => undefined,
    origin: undefined,
  });
  const drain = (queue: EventQueue<EventHost>): SimEvent[] => {
    const events: SimEvent[] = [];
    for (let next = queue.next(); next !== undefined; next = queue.next()) events.push(next);
    return events;
  };
  const inOrder = (events: readonly SimEvent[]): SimEvent[] =>
    [...events].sort((a, b) => a.atUs - b.atUs || a.sequence - b.sequence);

  it("gives out events by time, then by the order in which they were added", () => {
    const random = new Random(1, "queue");
    for (const size of [0, 1, 2, 3, 10, 1_000]) {
      const queue = new EventQueue();
      const events = Array.from({ length: size }, () => event(random.within([0, 50])));
      for (const added of events) queue.add(added);
      expect(drain(queue)).to.deep.equal(inOrder(events));
    }
  });

  it("leaves out what was cancelled, and forgets it when that is a lot", () => {
    const random = new Random(2, "queue");
    const queue = new EventQueue();
    const events = Array.from({ length: 5_000 }, () => event(random.within([0, 1_000])));
    for (const added of events) queue.add(added);
    const kept = events.filter((_, i) => i % 10 === 0);
    events.forEach((added, i) => {
      if (i % 10 !== 0) queue.cancel(added);
    });
    expect(queue.size).to.be.lessThan(2_100);
    expect(drain(queue)).to.deep.equal(inOrder(kept));
  });

  it("leaves out events of hosts that have ended", () => {
    const queue = new EventQueue();
    const mine = event(2);
    queue.add(event(1, { name: "s2", alive: false }));
    queue.add(mine);
    expect(drain(queue)).to.deep.equal([mine]);
  });
});

describe("random streams", () => {
  it("depend on the seed and the label", () => {
    const draw = (seed: number, label: string): number[] => {
      const random = new Random(seed, label);
      return Array.from({ length: 5 }, () => random.fraction());
    };
    expect(draw(1, "a")).to.deep.equal(draw(1, "a"));
    expect(draw(1, "a")).not.to.deep.equal(draw(2, "a"));
    expect(draw(1, "a")).not.to.deep.equal(draw(1, "b"));
  });
});
