import type * as generic from "../../../history/scenario.js";
import type { StepKinds } from "../../../run/step_kind.js";
import { askRemote, type AskRemote } from "./ask_remote.js";
import { call, type Call } from "./call.js";
import { closeClient, type CloseClient } from "./close_client.js";
import { closeMailbox, type CloseMailbox } from "./close_mailbox.js";
import { closeServer, type CloseServer } from "./close_server.js";
import { latency, type Latency } from "./latency.js";
import { newClient, type NewClient } from "./new_client.js";
import { newMailbox, type NewMailbox } from "./new_mailbox.js";
import { pop, type Pop } from "./pop.js";
import { probe } from "./probe.js";
import { push, type Push } from "./push.js";
import { get, list, put, type Query } from "./query.js";
import { startFake, type StartFake } from "./start_fake.js";
import { startServer, type StartServer } from "./start_server.js";
import { startSystem, type StartSystem } from "./start_system.js";
import { stats, type Stats } from "./stats.js";
import { stopFake, type StopFake } from "./stop_fake.js";
import { tellRemote, type TellRemote } from "./tell_remote.js";
import { tryServer, type TryServer } from "./try_server.js";

export type { AskedRecord } from "./ask_remote.js";
export type { LatencyRecord } from "./latency.js";
export type { FakeLinkRecord, FakeRpcRecord } from "./fake_server.js";
export type { QueryOutcome, QueryRecord } from "./make_query.js";
export type { PopRecord } from "./pop.js";
export type { PushRecord } from "./push.js";
export type { ReceivedRecord } from "./start_system.js";
export type { StatsRecord } from "./stats.js";
export type { Leftovers, TryServerRecord } from "./try_server.js";

/** What scenarios of this assignment do, beside the steps about the order of other steps. */
export type CmudStep =
  // Whole servers of the student's, and clients of the student's.
  | StartServer
  | CloseServer
  | TryServer
  | Latency
  | Stats
  | Query
  // The student's client alone, against simulated query servers that the harness plays.
  | StartFake
  | StopFake
  | NewClient
  | CloseClient
  | Call
  // The student's mailbox alone.
  | NewMailbox
  | Push
  | Pop
  | CloseMailbox
  // The actor system and the student's remote tells, without a store.
  | StartSystem
  | TellRemote
  | AskRemote;

/** Any step of a scenario of this assignment. */
export type Step = generic.Step<CmudStep>;

/** A scenario of this assignment. */
export type Scenario = generic.Scenario<CmudStep>;

/** The kinds of steps of this assignment; processes that run scenarios load them from here. */
export const steps: StepKinds<CmudStep> = {
  url: import.meta.url,
  kinds: {
    startServer,
    closeServer,
    tryServer,
    latency,
    stats,
    get,
    put,
    list,
    startFake,
    stopFake,
    newClient,
    closeClient,
    call,
    newMailbox,
    push,
    pop,
    closeMailbox,
    startSystem,
    tellRemote,
    askRemote,
  },
  probe,
  expected: { query: ["method", "at", "client"] },
  hostInWords(host) {
    const [server = host, thread] = host.split("/");
    if (server === "clients") return "the client or the mailbox";
    return thread === undefined
      ? `server ${server}`
      : `query actor ${server}/${Number(thread) - 1}`;
  },
};
