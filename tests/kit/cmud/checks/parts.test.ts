import { checkCalls, checkOverlap, checkRpcs } from "../../../support/checks/client_calls.js";
import { checkMerged, checkPops, checkRelease } from "../../../support/checks/fifo.js";
import { checkOrder, checkSpeed } from "../../../support/checks/remote_tells.js";
import {
  expectFailure,
  fakeRpc,
  historyOf,
  mark,
  pop,
  push,
  query,
  received,
  simulated,
} from "./histories.js";

const did = "did something.";

describe("The checks of mailboxes", () => {
  it("want each pop to yield what it is to yield", () => {
    const history = historyOf(push([1, 2]), pop(1, 1), pop(2, 2), pop("closed", 3));
    checkPops(history, "m", [1, 2, "closed"], did);
    expectFailure(() => {
      checkPops(history, "m", [2, 1, "closed"], did);
    }, /pop 1 yielded 1 .* expected the value 2/);
    expectFailure(() => {
      checkPops(history, "m", [1, 2, "closed", "closed"], did);
    }, /pop 4 was never reached/);
  });

  it("follow a pop that waits to its end, in the order in which pops were begun", () => {
    const history = historyOf(
      pop("waiting", 1, 100),
      pop("waiting", 2, 100),
      pop(7, 2, 200, "popResult"),
      pop(6, 1, 201, "popResult"),
    );
    checkPops(history, "m", [6, 7], did);
    checkRelease(history, "m", 0, 200, "a value was pushed");
    expectFailure(() => {
      checkRelease(history, "m", 0, 400, "a value was pushed");
    });
    expectFailure(() => {
      checkRelease(historyOf(pop("waiting", 1, 100)), "m", 0, 200, "a value was pushed");
    }, /the pop began at 1 ms and had yielded nothing by the end of the test, at 100 ms/);
  });

  it("report pushes that fail or take long", () => {
    expectFailure(() => {
      checkPops(historyOf({ ...push([1]), error: "full" }), "m", [], did);
    }, /push of 1 failed: full/);
    expectFailure(() => {
      checkPops(historyOf({ ...push([1]), endMs: 6_000 }), "m", [], did);
    }, /took 6000 ms/);
  });

  it("want the values of several producers, those of each in order", () => {
    const check = (...values: readonly number[]): void => {
      checkMerged(
        historyOf(values.map((value, index) => pop(value, index))),
        "m",
        [
          [1, 2],
          [11, 12],
        ],
        did,
      );
    };
    check(1, 11, 2, 12);
    check(11, 12, 1, 2);
    for (const wrong of [
      [2, 1, 11, 12],
      [1, 11, 12],
      [1, 2, 11, 12, 12],
    ]) {
      expectFailure(() => {
        check(...wrong);
      });
    }
  });
});

describe("The checks of clients", () => {
  const call = (outcome: Parameters<typeof query>[0]["outcome"], endMs = 2) =>
    query({ method: "get", at: undefined, key: "k", startMs: 1, endMs, outcome });
  const rejected = { ok: false, error: "gone", todo: false } as const;

  it("want results and rejections", () => {
    const found = historyOf(call({ ok: true, value: "1" }));
    checkCalls(found, "c", [{ is: "value", value: "1" }], did);
    expectFailure(() => {
      checkCalls(found, "c", [{ is: "value", value: null }], did);
    }, /returned "1", not not present/);
    expectFailure(() => {
      checkCalls(found, "c", [{ is: "rejected", withinMs: 10 }], did);
    }, /was fulfilled/);
    expectFailure(() => {
      checkCalls(historyOf(call(rejected)), "c", [{ is: "value", value: "1" }], did);
    }, /was rejected: gone/);
    expectFailure(() => {
      checkCalls(historyOf(), "c", [{ is: "done" }], did);
    }, /never made/);
  });

  it("want rejections soon and with a reason, and do not take a TODO for one", () => {
    const wanted = [{ is: "rejected", withinMs: 100 }] as const;
    checkCalls(historyOf(call(rejected)), "c", wanted, did);
    expectFailure(() => {
      checkCalls(historyOf(call(rejected, 500)), "c", wanted, did);
    }, /only after 499 ms/);
    expectFailure(() => {
      checkCalls(historyOf(call({ ...rejected, error: "" })), "c", wanted, did);
    }, /without an error message/);
    expectFailure(() => {
      checkCalls(historyOf(call({ ...rejected, todo: true })), "c", wanted, did);
    });
  });

  it("compare RPCs with those that were wanted, none more and none less", () => {
    const history = historyOf(fakeRpc("f", "query.get", { key: "k" }, 1));
    checkRpcs(history, "f", [{ method: "query.get", params: { key: "k" } }], did);
    for (const wrong of [[], [{ method: "query.get", params: { key: "x" } }]]) {
      expectFailure(() => {
        checkRpcs(history, "f", wrong, did);
      }, /f got 1: query.get/);
    }
  });

  it("want calls to overlap", () => {
    const calls = (endMs: number, arrivedMs: number) =>
      historyOf(
        [2_000, endMs].map((end) => call({ ok: true }, end)),
        [10, arrivedMs].map((ms) => fakeRpc("f", "query.get", {}, ms)),
      );
    checkOverlap(calls(2_100, 20), "c", "f", 2_000);
    expectFailure(() => {
      checkOverlap(calls(4_010, 2_010), "c", "f", 2_000);
    }, /1 of 2 calls took longer/);
  });
});

describe("The checks of remote tells", () => {
  const got = (...messages: readonly string[]) =>
    historyOf(
      mark("sent", 100),
      messages.map((message, index) => received("b", message, 400 + index * 400)),
    );

  it("want every message once, in order", () => {
    checkOrder(got("1", "2"), "b", ["1", "2"]);
    expectFailure(() => {
      checkOrder(got("2", "1"), "b", ["1", "2"]);
    }, /message 1 was 2/);
    expectFailure(() => {
      checkOrder(got("1"), "b", ["1", "2"]);
    }, /missing: 2/);
    expectFailure(() => {
      checkOrder(got("1", "1", "2"), "b", ["1", "2"]);
    }, /more often than sent: 1/);
  });

  it("want messages in time", () => {
    checkSpeed(got("1", "2"), "b", "sent", 2, 800);
    expectFailure(() => {
      checkSpeed({ ...got("1", "2", "3"), simulated }, "b", "sent", 3, 800);
    }, /3 arrived after 1100 ms/);
    // Real threads get a second more.
    checkSpeed(got("1", "2", "3"), "b", "sent", 3, 800);
    expectFailure(() => {
      checkSpeed(got("1"), "b", "sent", 2, 800);
    }, /1 of 2 messages arrived/);
  });
});
