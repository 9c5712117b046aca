/** Goal: what cannot be sent is refused, and the refusal names the place. Method: one value of each kind. */
import { expect } from "chai";
import { decodeMessage, encodeMessage, MessageError } from "#solution/actor/message_text.js";

describe("a message's text", () => {
  const good: unknown[] = [
    "",
    "text with \u2028 and \ud83d\ude00",
    0,
    -1.5,
    true,
    null,
    [],
    {},
    { a: [1, { b: null }], "key with blanks": "x" },
    Object.assign(Object.create(null) as object, { bare: 1 }),
  ];
  for (const value of good) {
    it(`carries ${JSON.stringify(value)}`, () => {
      expect(decodeMessage(encodeMessage(value))).to.deep.equal({ v: value }.v);
    });
  }

  it("counts an undefined property as absent", () => {
    expect(encodeMessage({ a: undefined, b: 1 })).to.equal('{"b":1}');
  });

  it("carries one object in two places", () => {
    const shared = { x: 1 };
    expect(encodeMessage({ a: shared, b: [shared] })).to.equal('{"a":{"x":1},"b":[{"x":1}]}');
  });

  const cycle: { inner: { back?: unknown } } = { inner: {} };
  cycle.inner.back = cycle;
  class Point {
    x = 1;
  }
  const bad: [value: unknown, message: RegExp][] = [
    [undefined, /^message is undefined/],
    [{ items: [1, undefined] }, /^message\.items\[1\] is undefined/],
    [{ n: NaN }, /^message\.n is NaN/],
    [[Infinity], /^message\[0\] is Infinity/],
    [{ f: () => 1 }, /^message\.f is a function/],
    [{ deep: { when: new Date() } }, /^message\.deep\.when is an instance of Date/],
    [{ m: new Map() }, /^message\.m is an instance of Map/],
    [{ s: new Set() }, /^message\.s is an instance of Set/],
    [{ p: new Point() }, /^message\.p is an instance of Point/],
    [{ p: Promise.resolve() }, /^message\.p is an instance of Promise/],
    [{ e: new Error("x") }, /^message\.e is an instance of Error/],
    [{ b: new Uint8Array(2) }, /^message\.b is an instance of Uint8Array/],
    [{ b: 1n }, /^message\.b is a bigint/],
    [{ s: Symbol("s") }, /^message\.s is a symbol/],
    [{ "a b": { f: () => 1 } }, /^message\{"a b"\}\.f is a function/],
    [cycle, /^message\.inner\.back is part of a cycle/],
    [{ j: { toJSON: () => 1 } }, /^message\.j(\.toJSON)? is /],
    [new (class List extends Array<number> {})(), /^message is an instance of List/],
  ];
  for (const [value, message] of bad) {
    it(`refuses ${message.source}`, () => {
      expect(() => encodeMessage(value)).to.throw(MessageError, message);
    });
  }

  it("refuses what is nested too deep", () => {
    let nested: unknown = 1;
    for (let i = 0; i < 300; i++) nested = [nested];
    expect(() => encodeMessage(nested)).to.throw(MessageError, /nested deeper than 200/);
  });
});
