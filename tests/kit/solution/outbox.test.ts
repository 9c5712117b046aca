/** Goal: outboxes send what is needed, once. Method: a store and an outbox alone. */
import { expect } from "chai";
import { Outbox } from "#solution/kvserver/outbox.js";
import { Store } from "#solution/kvserver/store.js";

describe("an outbox", () => {
  const put = (store: Store, key: string, value: string, ms = 1): ReturnType<Store["put"]> =>
    store.put(key, value, ms, "a/1");

  it("has no message when nothing waits", () => {
    expect(new Outbox().take(new Store(), false)).to.equal(undefined);
  });

  it("sends the latest Put of each key, once", () => {
    const store = new Store();
    const outbox = new Outbox();
    for (const value of ["1", "2", "3"]) outbox.add(put(store, "k", value));
    outbox.add(put(store, "l", "4"));
    expect(outbox.take(store, true)).to.deep.equal({
      type: "sync",
      relay: true,
      origins: ["a/1"],
      entries: [
        ["k", "3", 1, 2, 0],
        ["l", "4", 1, 0, 0],
      ],
    });
    expect(outbox.take(store, true)).to.equal(undefined);
  });

  it("leaves out what another actor's Put has overwritten meanwhile", () => {
    const store = new Store();
    const outbox = new Outbox();
    outbox.add(put(store, "k", "mine"));
    store.merge({ key: "k", value: "theirs", ms: 9, seq: 0, origin: "b/1" });
    expect(outbox.take(store, false)).to.equal(undefined);
  });

  it("sends a long backlog in chunks, and new Puts before it", () => {
    const store = new Store();
    const outbox = new Outbox();
    const value = "x".repeat(2_000);
    outbox.addBacklog(Array.from({ length: 1_000 }, (_, i) => put(store, `old${i}`, value)));
    outbox.take(store, true);
    outbox.add(put(store, "new", "now"));
    const second = outbox.take(store, true);
    expect(second?.entries[0]?.[0]).to.equal("new");
    expect(JSON.stringify(second).length).to.be.within(450_000, 600_000);
    let chunks = 2;
    while (outbox.take(store, true) !== undefined) chunks++;
    expect(chunks).to.be.within(4, 5);
  });
});
