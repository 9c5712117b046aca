import type * as generic from "../../../history/scenario.js";
import type { StepKinds } from "../../../run/step_kind.js";
import {
  answer,
  setAnswers,
  tell,
  type Answer,
  type SetAnswers,
  type Tell,
} from "./command_probe.js";
import {
  startMediator,
  startReplica,
  startReplicator,
  type StartMediator,
  type StartReplica,
  type StartReplicator,
} from "./start_actors.js";
import { killServer, type KillServer } from "./kill_server.js";
import { probe } from "./probe.js";
import { diskFull } from "./probe_actor.js";
import { startBench, type StartBench } from "./start_bench.js";
import { startProbe, type StartProbe } from "./start_probe.js";

export type { ProtocolMessage } from "./probe_actor.js";
export type { NamedRecord } from "./servers.js";

/** What scenarios of this assignment do, besides the steps about the order of other steps. */
export type ReplicasStep =
  // The student's actors, and the given mediator.
  | StartReplica
  | StartReplicator
  | StartMediator
  | KillServer
  // Probes, which play everybody else.
  | StartBench
  | StartProbe
  | Tell
  | SetAnswers
  | Answer;

/** Any step of a scenario of this assignment. */
export type Step = generic.Step<ReplicasStep>;

/** A scenario of this assignment. */
export type Scenario = generic.Scenario<ReplicasStep>;

/** The kinds of steps of this assignment; processes that run scenarios load them from here. */
export const steps: StepKinds<ReplicasStep> = {
  url: import.meta.url,
  keepsTexts: true,
  kinds: {
    startReplica,
    startReplicator,
    startMediator,
    killServer,
    startBench,
    startProbe,
    tell,
    setAnswers,
    answer,
  },
  probe,
  isIntended: (message) => message.includes("persistence failure") || message.includes(diskFull),
  hostInWords(host) {
    const [server = host] = host.split("/");
    return server === "bench" ? "a probe" : server;
  },
};
