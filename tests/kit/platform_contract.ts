/**
 * The contract of `Platform`, as tests that every implementation must pass. What holds on real threads and sockets holds
 * in the simulation, so what is tested in the one says something about the other.
 */
import type { ContractTest, RunOnPlatform } from "./platform_contract/contract_test.js";
import { describeClock } from "./platform_contract/clock_and_timers.js";
import { describeCuts } from "./platform_contract/cuts.js";
import { describeLinks } from "./platform_contract/links.js";
import { describeLatency } from "./platform_contract/latency.js";
import { describeListening } from "./platform_contract/listening.js";
import { describeSpawnedHosts } from "./platform_contract/spawned_hosts.js";

export type { RunOnPlatform } from "./platform_contract/contract_test.js";

/** Declares the tests of the contract for one implementation. */
export function describePlatformContract(implementation: string, run: RunOnPlatform): void {
  const test: ContractTest = (title, body) => {
    it(title, () => run(body));
  };

  describe(`the platform's contract: ${implementation}`, function () {
    this.timeout(20_000);
    describeClock(test);
    describeLinks(test);
    describeLatency(test);
    describeCuts(test);
    describeListening(test);
    describeSpawnedHosts(test);
  });
}
