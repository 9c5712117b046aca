/** Goal: a process that reports is ended, with a reason, when it is of no more use. Method: one that does as it is told. */
import { expect } from "chai";
import {
  ReportingProcess,
  type ProcessFailure,
  type ReportingProcessOptions,
} from "../../../grader/process/reporting_process.js";
import type { Echo, Job } from "./child.js";

/** Gives a process jobs until it has answered as many as are asked for, or has failed. */
async function give(
  jobs: readonly Job[],
  options: Partial<ReportingProcessOptions<Echo>> = {},
  answers = jobs.length,
): Promise<{ echoed: Job[]; failure: ProcessFailure | undefined; output: string }> {
  const echoed: Job[] = [];
  let settle: (failure?: ProcessFailure) => void = () => undefined;
  const settled = new Promise<ProcessFailure | undefined>((resolve) => (settle = resolve));
  const child = new ReportingProcess<Job, Echo>({
    module: new URL("./child.js", import.meta.url),
    name: "the process",
    ...options,
    onReport: ({ job }) => {
      if (echoed.push(job) === answers) settle();
    },
    onFailure: settle,
  });
  for (const job of jobs) child.send(job);
  const failure = await settled;
  expect(child.running).to.equal(failure === undefined);
  await child.end();
  return { echoed, failure, output: child.output };
}

describe("a process that reports", function () {
  this.timeout(60_000);

  it("does its jobs in order, and keeps what it prints apart", async () => {
    const { echoed, failure, output } = await give(["echo", "forge", "echo"]);
    expect(failure).to.equal(undefined);
    expect(echoed).to.deep.equal(["echo", "forge", "echo"]);
    expect(output).to.match(/^echo\nforge\n/);
  });

  it("fails when it ends by itself", async () => {
    const { echoed, failure } = await give(["echo", "exit", "echo"]);
    expect(echoed).to.deep.equal(["echo"]);
    const reason = "the process ended by itself, with exit code 7";
    expect(failure).to.deep.equal({ reason, silent: false, killed: false });
  });

  it("fails when it no longer answers", async () => {
    const { failure } = await give(["hang"], { silentMs: 3_000 });
    expect(failure).to.deep.equal({
      reason: "the process no longer answered",
      silent: true,
      killed: false,
    });
  });

  it("fails when it takes too much memory", async () => {
    const { failure } = await give(["take memory"], { memoryMiB: 150 }, Infinity);
    expect(failure?.reason).to.equal("the process used more than 150 MiB of memory");
  });
});
