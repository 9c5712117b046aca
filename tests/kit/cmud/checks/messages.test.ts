import { requireMessages, requireRemoteMessages } from "../../../support/checks/activity.js";
import { checkBytesPerServer, checkGrowth, checkNeed } from "../../../support/checks/bytes.js";
import { whole } from "../../../../grader/labs/cmud/reading/views.js";
import { expectFailure, historyOf, put, tell } from "./histories.js";

describe("The checks of bytes", () => {
  const before = { fromMs: 0, toMs: 1_000 };
  const after = { fromMs: 1_000, toMs: 2_000 };

  it("compare a round with the same round before", () => {
    const check = (bytes: number): void => {
      const messages = [tell("s1/0", "s1/1", 10, [], 100), tell("s1/0", "s1/1", 1_010, [], bytes)];
      checkGrowth(historyOf(messages), "5.1", before, after, 1_000);
    };
    check(200);
    expectFailure(() => {
      check(201);
    }, /sent 100 bytes, the second 201/);
  });

  it("compare a round with what its Puts need", () => {
    const check = (bytes: number): void => {
      const round = [put("s1/0", "k", "~v~", 5), tell("s1/0", "s1/1", 10, [], bytes)];
      checkNeed(historyOf(round), "5.1", before, 1, 1);
    };
    check(500);
    expectFailure(() => {
      check(100_000);
    }, /100000 bytes were sent/);
  });

  it("compare what servers are sent", () => {
    const bytes = (several: number): void => {
      const messages = [
        tell("s2/0", "s3/0", 1, [], several),
        tell("s3/0", "s3/1", 1, [], 9_999),
        tell("s2/0", "s4/0", 1, [], 100),
      ];
      checkBytesPerServer(historyOf(messages), whole, "s3", "s4");
    };
    bytes(200);
    expectFailure(() => {
      bytes(201);
    }, /s3 got 201 bytes, s4 100/);
  });
});

describe("The checks of activity", () => {
  it("want messages between actors, and between servers", () => {
    const messages = [tell("s1/0", "s1/1", 1), tell("s1/0", "s2/0", 1)];
    requireMessages(historyOf(messages), 2, "5.1");
    requireRemoteMessages(historyOf(messages), ["s2"]);
    expectFailure(() => {
      requireMessages(historyOf(messages), 3, "5.1");
    }, /- 2 messages/);
    expectFailure(() => {
      requireRemoteMessages(historyOf(messages), ["s1", "s2"]);
    }, /sent a message to s1/);
  });
});
