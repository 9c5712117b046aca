import type { ActorSystemStats } from "../../starter/actor/stats.js";
import type { PopRecord, QueryOutcome, ServerRecord } from "../history/history.js";
import type { ActorName } from "../history/scenario.js";

/**
 * What the harness itself reports to a platform's trace, beside what the given code reports (`tell`, `log`,
 * `actorError`). The trace stamps each observation with its time, so what takes time is reported when it starts and when
 * it ends; the {@link Collector} puts both together.
 */
export type Observation =
  | { readonly type: "mark"; readonly name: string }
  /** A step that has no record of its own has failed. */
  | { readonly type: "stepFailed"; readonly message: string; readonly stack?: string }
  | ({ readonly type: "queryStart"; readonly call: number } & QueryFacts)
  | { readonly type: "queryEnd"; readonly call: number; readonly outcome: QueryOutcome }
  | ({ readonly type: "server" } & Omit<ServerRecord, "type" | "atMs">)
  | {
      readonly type: "stats";
      readonly name: string;
      readonly server: string;
      readonly stats: ActorSystemStats;
    }
  | {
      readonly type: "fakeRpc";
      readonly fake: string;
      readonly method: string;
      readonly params: unknown;
    }
  | {
      readonly type: "pushStart";
      readonly call: number;
      readonly mailbox: string;
      readonly values: readonly number[];
    }
  | {
      readonly type: "pushEnd";
      readonly call: number;
      readonly error?: string;
      readonly todo?: boolean;
    }
  /** The first pop of a step starts; every later one of it starts when the one before has ended. */
  | { readonly type: "popStart"; readonly call: number; readonly mailbox: string }
  | { readonly type: "popEnd"; readonly call: number; readonly outcome: PopRecord["outcome"] }
  /** A pop that was reported as waiting has ended after all. */
  | { readonly type: "popResult"; readonly call: number; readonly outcome: PopRecord["outcome"] };

/** What is known of a query when it starts. */
export interface QueryFacts {
  readonly method: "get" | "put" | "list";
  readonly at: ActorName | undefined;
  readonly client: string;
  readonly key?: string;
  readonly value?: string;
  readonly prefix?: string;
}

/** The first word of a line that the harness's own actor logs for each message it gets; the message follows. */
export const receivedMark = "harness-received";
