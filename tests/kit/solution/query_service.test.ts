/** Goal: whatever a server takes fits into its messages. Method: the service's checks, and the longest Puts. */
import { expect } from "chai";
import { maxKeyLength, maxValueLength, queryService } from "#solution/kvcommon/query_service.js";
import { Outbox } from "#solution/kvserver/outbox.js";
import { Store } from "#solution/kvserver/store.js";
import { maxRequestLength } from "#solution/rpc/limits.js";

describe("the query service", () => {
  const { put } = queryService.checks;

  it("takes keys and values up to their limits, and none beyond", () => {
    const [key, value] = ["k".repeat(maxKeyLength), "v".repeat(maxValueLength)];
    expect(put({ key, value })).to.deep.equal({ key, value });
    expect(() => put({ key: `${key}k`, value })).to.throw(
      'parameter "key": expected at most 1024 characters, got 1025',
    );
    expect(() => put({ key, value: `${value}v` })).to.throw(/^parameter "value": expected at most/);
  });

  it("takes no value that is too long to be synced, whatever it consists of", () => {
    const store = new Store();
    const outbox = new Outbox();
    // Of all characters, these get longest when they are written as JSON twice.
    const value = "\u0001".repeat(maxValueLength);
    for (let i = 0; i < 4; i++) outbox.add(store.put(`k${i}`, value, 1, "a/1"));
    for (let left = 4; left > 0; left -= 2) {
      const text = JSON.stringify(outbox.take(store, true));
      expect(JSON.stringify({ text }).length).to.be.lessThan(maxRequestLength - 1_000);
    }
  });
});
