/**
 * A scenario says what is done to a tree: plain data, so that it can be handed to another process, shown, and replayed.
 * What comes of it is a {@link History}, and whether that is right a check decides, elsewhere.
 */
export interface Scenario {
  /** What is done, in this order. */
  readonly steps: readonly Step[];
  /** One-way latency between servers, in milliseconds, from the start on. Default 0. */
  readonly latencyMs?: number;
  /** How long the whole may take, in milliseconds of its own time; what takes longer is ended as a time-out. */
  readonly timeLimitMs: number;
}

/**
 * One step. Steps run one after the other, each when the one before has ended; `parallel`, `paced` and `start` say
 * otherwise. A step that fails (a rejected query, a server that does not start) is recorded and the scenario goes on,
 * except that a server which did not start ends it.
 */
export type Step = FlowStep | StoreStep | ClientStep | MailboxStep | TellStep;

/** Steps about the order of other steps. */
export type FlowStep =
  /** On real threads it waits `allowanceMs` longer, for what timers and a busy machine may take; default 0. */
  | { readonly do: "wait"; readonly ms: number; readonly allowanceMs?: number }
  /** Runs the branches side by side; ends when all have ended. */
  | { readonly do: "parallel"; readonly branches: readonly (readonly Step[])[] }
  /** Starts a step every `everyMs` milliseconds, whether or not the ones before have ended; ends when all have. */
  | { readonly do: "paced"; readonly everyMs: number; readonly steps: readonly Step[] }
  /** Leaves a named moment in the history. */
  | { readonly do: "mark"; readonly name: string };

/** A query actor: server name and index, such as `s1/0`. */
export type ActorName = `${string}/${number}`;

/** Steps with whole servers of the student's and clients of the student's. */
export type StoreStep =
  /**
   * Starts a server on a thread of its own with `Server.start`. It gets the descs of the servers in `remotes`, in that
   * order; default: of all servers that run, in the order in which they were started.
   */
  | {
      readonly do: "startServer";
      readonly server: string;
      readonly actors: number;
      readonly remotes?: readonly string[];
    }
  /** Closes a server with its `close()`. */
  | { readonly do: "closeServer"; readonly server: string }
  /** Changes the one-way latency between servers from now on. */
  | { readonly do: "latency"; readonly ms: number }
  /** Asks every running server's actor systems for their counters. */
  | { readonly do: "stats"; readonly name: string }
  /**
   * Queries by the student's client, pinned to one query actor. Each pair of `client` (default `"c"`) and actor has a
   * client of its own, kept through the scenario. `raw: true` sends the RPC without the student's client.
   */
  | (QueryBase & { readonly do: "get"; readonly key: string })
  | (QueryBase & { readonly do: "put"; readonly key: string; readonly value: string })
  | (QueryBase & { readonly do: "list"; readonly prefix: string });

interface QueryBase {
  readonly at: ActorName;
  readonly client?: string;
  readonly raw?: boolean;
}

/** Steps with the student's client alone, against simulated query servers that the harness plays. */
export type ClientStep =
  /**
   * Starts a simulated query server. It records every RPC it gets and answers from `entries` after `delayMs`; Puts
   * change the entries. `startFake` with the name of one that was stopped starts it again on the same port.
   */
  | {
      readonly do: "startFake";
      readonly fake: string;
      readonly entries?: Readonly<Record<string, string>>;
      readonly delayMs?: number;
      /** Answer every query with this error instead. */
      readonly error?: string;
    }
  /** Ends a simulated server and cuts its connections, whatever is under way. */
  | { readonly do: "stopFake"; readonly fake: string }
  /**
   * Makes a client of the student's whose router names these servers in turn: simulated ones, or query actors such as
   * `s1/0`; unknown names stand for a dead port. If the constructor throws, the client's calls fail with its error.
   */
  | { readonly do: "newClient"; readonly client: string; readonly routes: readonly string[] }
  | { readonly do: "closeClient"; readonly client: string }
  | { readonly do: "call"; readonly client: string; readonly method: "get"; readonly key: string }
  | {
      readonly do: "call";
      readonly client: string;
      readonly method: "put";
      readonly key: string;
      readonly value: string;
    }
  | {
      readonly do: "call";
      readonly client: string;
      readonly method: "list";
      readonly prefix: string;
    };

/** Steps with the student's mailbox alone. Values are numbers. */
export type MailboxStep =
  | { readonly do: "newMailbox"; readonly mailbox: string }
  /** Pushes some values, in order, in one go. */
  | { readonly do: "push"; readonly mailbox: string; readonly values: readonly number[] }
  /**
   * Pops `count` times (default 1), one after the other. A pop that yields nothing within `withinMs` (default 1,000) is
   * recorded as waiting; it stays pending, and a `popResult` record follows when it ends after all. A pop that waits or
   * throws is the last one of its step.
   */
  | {
      readonly do: "pop";
      readonly mailbox: string;
      readonly count?: number;
      readonly withinMs?: number;
    }
  | { readonly do: "closeMailbox"; readonly mailbox: string };

/** Steps with the actor system and the student's remote tells, without a store. */
export type TellStep =
  /** Starts an actor system on a thread of its own, with one given actor that records what it gets. */
  | { readonly do: "startSystem"; readonly system: string }
  /**
   * Lets the actor of one system tell the actor of another some messages, in one handler call. Ends when they have been
   * told, whether or not they arrive.
   */
  | {
      readonly do: "tellRemote";
      readonly from: string;
      readonly to: string;
      readonly messages: readonly string[];
    };
