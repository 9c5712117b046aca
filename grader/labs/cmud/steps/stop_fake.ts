import type { StepKind } from "../../../run/step_kind.js";
import { fakes } from "./start_fake.js";

/** Ends a simulated server and cuts its connections, whatever is under way. */
export interface StopFake {
  readonly do: "stopFake";
  readonly fake: string;
}

export const stopFake: StepKind<StopFake> = {
  inWords: ({ fake }) => `stopping the simulated query server ${fake}`,
  run: ({ fake }, root) => fakes(root).get(fake)?.stop(),
};
