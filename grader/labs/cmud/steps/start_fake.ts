import { failureOf } from "../../../run/failure.js";
import { perPlace, type RunRoot, type StepKind } from "../../../run/step_kind.js";
import { FakeServer, type FakeBehaviour } from "./fake_server.js";

/**
 * Starts a simulated query server. It records every RPC it gets and answers from `entries` after `delayMs`; Puts change
 * the entries. The name of one that was stopped starts it again on the same port.
 */
export interface StartFake extends FakeBehaviour {
  readonly do: "startFake";
  readonly fake: string;
}

export const startFake: StepKind<StartFake> = {
  inWords: ({ fake }) => `starting the simulated query server ${fake}`,

  needs: ({ fake }) => ({ ports: { [fake]: 1 } }),

  async run({ do: _, fake, ...behaviour }, root) {
    try {
      fakes(root).set(fake, await FakeServer.start(root, fake, behaviour));
    } catch (error) {
      const { message, portInUse } = failureOf(error);
      const reason = `the harness cannot start its simulated server ${fake}: ${message}`;
      root.stop({ how: "crashed", reason }, portInUse);
    }
  },
};

/** The simulated servers of a run by their names, those that were stopped included. */
export const fakes = perPlace((root: RunRoot) => {
  const started = new Map<string, FakeServer>();
  root.onClose(async () => {
    await Promise.all([...started.values()].map((fake) => fake.stop()));
  });
  return started;
});
