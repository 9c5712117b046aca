/** Goal: the merge function is what eventual consistency needs. Method: the store alone, with stamps made by hand. */
import { expect } from "chai";
import type { Entry } from "#solution/kvserver/entry.js";
import { Store } from "#solution/kvserver/store.js";

const entry = (value: string, ms: number, seq = 0, origin = "a/1"): Entry => ({
  key: "k",
  value,
  ms,
  seq,
  origin,
});

/** Every order of some things. */
function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, i) =>
    permutations([...items.slice(0, i), ...items.slice(i + 1)]).map((rest) => [item, ...rest]),
  );
}

describe("the store", () => {
  it("comes to the same state in whatever order Puts are merged, and however often", () => {
    const puts = [
      entry("old", 1),
      entry("tie a", 5, 0, "a/1"),
      entry("tie b", 5, 0, "b/1"),
      entry("later in the millisecond", 5, 1, "a/1"),
    ];
    for (const order of permutations(puts)) {
      const store = new Store();
      for (const put of [...order, ...order]) store.merge(put);
      expect(store.get("k")?.value).to.equal("later in the millisecond");
    }
  });

  it("breaks ties by the uid of the actor that took the Put", () => {
    for (const order of permutations([entry("a", 5, 0, "a/1"), entry("b", 5, 0, "b/1")])) {
      const store = new Store();
      for (const put of order) store.merge(put);
      expect(store.get("k")?.value).to.equal("b");
    }
  });

  it("says whether a merge changed anything", () => {
    const store = new Store();
    expect(store.merge(entry("a", 5))).to.equal(true);
    expect(store.merge(entry("a", 5))).to.equal(false);
    expect(store.merge(entry("older", 4))).to.equal(false);
  });

  it("never lets two Puts of one actor tie, however fast they come", () => {
    const here = new Store();
    const there = new Store();
    const puts = Array.from({ length: 100 }, (_, i) => here.put("k", `v${i}`, 7, "a/1"));
    for (const put of puts.reverse()) there.merge(put);
    expect(there.get("k")).to.include({ value: "v99", ms: 7 });
  });

  it("lets a Put win over what it replaces also when the clock has stepped back", () => {
    const store = new Store();
    const before = store.put("k", "before", 1_000, "a/1");
    const after = store.put("k", "after", 400, "a/1");
    const elsewhere = new Store();
    elsewhere.merge(after);
    elsewhere.merge(before);
    expect(elsewhere.get("k")?.value).to.equal("after");
  });

  it("keeps stamps at the clock, however many Puts fall into one millisecond", () => {
    const store = new Store();
    for (let i = 0; i < 1_000; i++) store.put(`k${i % 10}`, "v", 1_000, "a/1");
    expect(store.put("k1", "v", 1_001, "a/1")).to.include({ ms: 1_001, seq: 0 });
  });

  it("lists the keys with a prefix in order, and no others", () => {
    const store = new Store();
    for (const key of ["b", "a/2", "a", "a/10", "ab", "a/", "\u{1f600}", "\uffff"])
      store.put(key, key, 1, "a/1");
    const keys = (prefix: string): string[] => store.list(prefix).map(({ key }) => key);
    expect(keys("a/")).to.deep.equal(["a/", "a/10", "a/2"]);
    expect(keys("")).to.deep.equal(["a", "a/", "a/10", "a/2", "ab", "b", "\u{1f600}", "\uffff"]);
    expect(keys("c")).to.deep.equal([]);
    expect(store.list("b")).to.deep.equal([{ key: "b", value: "b" }]);
  });

  it("keeps keys apart that objects have of their own", () => {
    const store = new Store();
    store.put("__proto__", "v", 1, "a/1");
    expect(store.get("constructor")).to.equal(undefined);
    expect(store.list("__")).to.deep.equal([{ key: "__proto__", value: "v" }]);
  });
});
