/** Goal: each ending of a run on real threads becomes the right result. Method: histories written by hand. */
import { AssertionError, expect } from "chai";
import type { History, HistoryRecord } from "../../../grader/history/history.js";
import { CheckFailure } from "../../../grader/suite/check_failure.js";
import { RealDriver } from "../../../grader/suite/real_driver.js";
import type { Check } from "../../../grader/suite/suite_spec.js";
import type { TestResult } from "../../../grader/suite/suite_types.js";
import { labTest, quietLab } from "./lab_tests.js";

function historyWith(more: Partial<History> = {}): History {
  return { records: [], end: { how: "done" }, output: "", durationMs: 12, ...more };
}

const todo: HistoryRecord = {
  type: "server",
  server: "s1",
  event: "failed",
  atMs: 1,
  error:
    "TODO(checkpoint): write Server.start in kvserver/server.ts; read section 3.1 of the handout",
  todo: true,
};
const actorError: HistoryRecord = {
  type: "error",
  atMs: 1,
  server: "s1",
  actor: "localhost:9/2",
  message: "oh no",
  stack: "Error: oh no\n    at f (/somewhere/kvserver/query_actor.ts:7:9)",
};

/** What becomes of a test whose runs leave the histories, one after the other. */
async function resultOf(
  check: Check,
  histories: History[],
): Promise<TestResult & { exclusive: boolean[] }> {
  const exclusive: boolean[] = [];
  const result = await driverOf(histories, exclusive).run(labTest({ check }), () => undefined);
  return { ...result, exclusive };
}

function driverOf(histories: History[], exclusive: boolean[] = []): RealDriver {
  const next = histories.values();
  const { signal } = new AbortController();
  return new RealDriver(
    quietLab,
    { jsDir: "/no/such/tree", inProcess: false, jobs: 1, signal },
    {
      run: (_, options) => {
        exclusive.push(options.exclusive);
        options.onStart();
        const { value } = next.next();
        return value === undefined
          ? Promise.reject(new Error("one too many"))
          : Promise.resolve(value);
      },
    },
  );
}

const passes: Check = () => undefined;
const failsWith =
  (error: Error): Check =>
  () => {
    throw error;
  };

describe("the result of a test", () => {
  it("is a pass when the check says nothing", async () => {
    const result = await resultOf(passes, [historyWith({ output: "hi" })]);
    expect(result).to.deep.equal({
      ...{ id: "OneActorGet", status: "passed", durationMs: 12, attempts: 1, output: "hi" },
      exclusive: [false],
    });
  });

  it("is a failure with the check's message, by CheckFailure and by chai", async () => {
    const failure = new CheckFailure("wrong value", { section: "5.1" });
    const failed = await resultOf(failsWith(failure), [historyWith(), historyWith()]);
    expect(failed).to.deep.include({ status: "failed", section: "5.1" });
    expect(failed.message).to.match(/^wrong value\n/);
    const assertion = new AssertionError("expected 1 to equal 2");
    const asserted = await resultOf(failsWith(assertion), [historyWith(), historyWith()]);
    expect(asserted).to.include({ status: "failed" });
    expect(asserted.message).to.match(/^expected 1 to equal 2\n/);
  });

  it("is an error of the grader when the check itself is broken", async () => {
    const running = resultOf(failsWith(new TypeError("no such field")), [historyWith()]);
    const error: unknown = await running.catch((reason: unknown) => reason);
    expect(error).to.have.property("message", "no such field");
  });

  it("names a TODO that is still there first, whatever else happened", async () => {
    for (const end of [
      { how: "done" },
      { how: "timeout", doing: "waiting" },
      { how: "crashed", reason: "it died" },
    ] as const) {
      const history = historyWith({ records: [todo], end });
      const result = await resultOf(failsWith(new CheckFailure("no value")), [history]);
      expect(result).to.deep.include({ status: "failed", section: "3.1", attempts: 1 });
      expect(result.message).to.match(/^TODO\(checkpoint\): write Server\.start/);
    }
  });

  it("is a pass all the same when a TODO does not matter", async () => {
    expect(await resultOf(passes, [historyWith({ records: [todo] })])).to.include({
      status: "passed",
    });
  });

  it("says what a run was doing that took too long, and which errors were seen where", async () => {
    const records = [actorError, actorError];
    const history = historyWith({ records, end: { how: "timeout", doing: "starting server s1" } });
    const result = await resultOf(passes, [history, history]);
    expect(result.status).to.equal("timeout");
    expect(result.message)
      .to.contain("longer than 20 s. It was starting server s1.")
      .and.to.match(
        /Seen:\n {2}- an actor of s1 threw, 2 times: .*oh no\n {6}at .*\/somewhere\/kvserver\/query_actor\.ts:7:9/,
      );
    expect(result.cause).to.equal("threw oh no at /somewhere/kvserver/query_actor.ts:7:9");
  });

  it("says why a run crashed", async () => {
    const history = historyWith({ end: { how: "crashed", reason: "actor 1 of server s1: exit" } });
    const result = await resultOf(passes, [history, history]);
    expect(result).to.include({ status: "crashed" });
    expect(result.message).to.contain("actor 1 of server s1: exit");
  });

  it("does not pass when records had to be dropped", async () => {
    const dropped = historyWith({ droppedRecords: 5 });
    const result = await resultOf(passes, [dropped, dropped]);
    const lacking = (): never => {
      throw new Error("s1/0 was not read in the end");
    };
    const blind = await resultOf(lacking, [dropped, dropped]);
    expect(blind.status).to.equal("failed");
    expect(blind.message).to.contain("5 of them");
    expect(result).to.include({ status: "failed" });
  });

  it("tries once more, alone, whatever made it fail, and says so", async () => {
    let calls = 0;
    const late: Check = () => {
      calls++;
      throw new CheckFailure(`late ${calls}`);
    };
    const twice = await resultOf(late, [historyWith(), historyWith()]);
    expect(twice).to.deep.include({ status: "failed", attempts: 2, exclusive: [false, true] });
    expect(twice.message).to.match(/^late 2\n\nIt failed twice/);

    calls = 0;
    const onceLate: Check = () => {
      if (calls++ === 0) throw new CheckFailure("late");
    };
    const second = await resultOf(onceLate, [historyWith(), historyWith()]);
    expect(second).to.deep.include({ status: "passed", attempts: 2 });
    expect(second.message).to.contain("late");
  });

  it("tries runs that timed out once more, but not many of them", async () => {
    const slow = historyWith({ end: { how: "timeout", doing: "waiting" } });
    const all = Array.from({ length: 3 }, () => [slow, historyWith()]).flat();
    const driver = driverOf([...all, slow]);
    const run = (): Promise<TestResult> => driver.run(labTest(), () => undefined);
    for (let index = 0; index < 3; index++) {
      expect(await run()).to.include({ status: "passed", attempts: 2 });
    }
    expect(await run()).to.include({ status: "timeout", attempts: 1 });
  });
});
