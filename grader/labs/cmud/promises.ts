import {
  advice,
  decided,
  everything,
  explanation,
  kept,
  leadsOn,
  organization,
  overview,
  permits,
  type PromiseTable,
} from "../../publish/promises/promise_table.js";

const basic = (name: string): string[] => [1, 2, 3, 4].map((number) => `${name}${number}`);
const localBasic = basic("LocalSyncBasic");
const remoteBasic = [...basic("RemoteSyncBasic"), ...basic("RemoteSyncLocal")];
const frequency = [...basic("LocalSyncFrequency"), ...basic("RemoteSyncFrequency")];
const size = [...basic("LocalSyncSize"), ...basic("RemoteSyncSize")];
const lastWriter = [...basic("LocalSyncLWW"), ...basic("RemoteSyncLWW")];
const noBroadcast = ["RemoteSyncNoBcast1", "RemoteSyncNoBcast2"];
const oldState = ["ServerStartup1", "ServerStartup2"];
const joining = ["ServerStartup3", "ServerStartup4", "ServerStartup5"];
const tells = ["RemoteTellBasic", "RemoteTellOrder", "RemoteTellNoBlock"];
const actorUse = ["OneActorGet", "OneActorPut1", "OneActorPut2", "OneActorTrace"];

const kit = "tests/kit";
const byHand = "People judge it when they grade by hand.";

/** What becomes of every sentence of the assignment, section by section, and of the doc comments of student files. */
export const promises: PromiseTable = {
  "1": [explanation(everything, overview)],
  "2": [explanation(everything, overview)],
  "3": [
    decided("The store maps", ["OneActorPut1", "OneActorTrace"], ["values-are-cut"]),
    explanation(["A server is one process", "A server with two query actors"], leadsOn),
    decided(
      "Every query actor of every server",
      [...localBasic, ...remoteBasic],
      ["no-relay", "slow-ticks"],
    ),
    decided("The actor system listens", ["OneActorGet"], ["failed-start-keeps-its-port"]),
    decided("A client may query any", localBasic, ["slow-local-ticks"]),
    kept(
      "Each actor has its own thread",
      `${kit}/actor/actor_system.test.ts`,
      `${kit}/sim/modules/isolation.test.ts`,
    ),
  ],
  "3.1": [
    decided("Get(key) returns", ["OneActorGet", "OneActorPut1"], ["empty-value-is-none"]),
    decided(
      "Put(key, value) sets",
      ["OneActorPut2", "OneActorTrace"],
      ["second-put-in-one-millisecond-ignored", "equal-puts-are-joined"],
    ),
    decided(
      "List(prefix) returns",
      ["OneActorList1", "OneActorList2", "OneActorTrace", ...localBasic],
      [
        "list-without-prefix",
        "list-of-5000",
        "list-of-sixteen-million-characters",
        "list-in-dictionary-order",
        "prefix-in-any-case",
        "range-ends-behind-the-last-unit",
        "range-ends-at-the-greatest-unit",
      ],
    ),
    decided(
      "The empty prefix matches",
      ["OneActorList1", "OneActorList2", "OneActorTrace"],
      ["list-without-prefix"],
    ),
    decided(
      "Keys and values are arbitrary",
      ["OneActorPut1", ...localBasic, ...oldState, "LocalSyncStress1"],
      [
        "empty-value-is-none",
        "blanks-are-cut",
        "values-are-cut",
        "objects-as-tables",
        "keys-joined-by-commas",
        "outbox-by-hash",
        "longest-entry-never-fits",
      ],
    ),
    kept(["The queries are RPCs"], `${kit}/solution/query_service.test.ts`),
    decided(
      "For each query actor the server",
      ["OneActorGet", ...localBasic],
      ["start-does-not-wait"],
    ),
    decided("The receiver runs on", actorUse, ["receiver-keeps-data"]),
    explanation("The path of a query", leadsOn),
    decided(
      "The receiver waits",
      ["OneActorMultiClient2", "OneActorPut2", "LocalSyncStress1"],
      [
        "one-asker-remembered",
        "receiver-shares-gets",
        "receiver-shares-lists",
        "channel-in-advance",
      ],
    ),
    decided(
      "The actor replies to a Put",
      ["OneActorPut1", "OneActorTrace"],
      ["put-acknowledged-before-applied"],
    ),
    decided(
      "`Server.start(startPort",
      ["ServerStartup1", "OneActorGet"],
      ["failed-start-keeps-its-port"],
    ),
    decided(
      "If a start fails",
      ["OneActorGet"],
      ["failed-start-keeps-its-port", "bad-desc-leaves-the-system", "failed-start-ends-later"],
    ),
    decided("Queries may arrive as soon", joining, [
      "early-puts-are-not-sent",
      "queries-before-the-start-are-lost",
    ]),
    decided("The store has at most", ["OneActorList2"], ["list-of-5000"]),
  ],
  "3.2": [
    decided(
      "A query actor answers immediately",
      ["OneActorTrace", ...localBasic],
      ["put-answered-at-a-tick"],
    ),
    decided(
      "It applies a Put",
      ["OneActorPut1", ...lastWriter],
      ["put-acknowledged-before-applied", "last-arrival-wins"],
    ),
    explanation(
      [
        "In the background",
        "This is called syncing",
        "Until a Put has reached",
        "This is eventual",
        "It is a weak",
      ],
      leadsOn,
    ),
    decided(
      "That is allowed as long",
      [...lastWriter, "RemoteSyncLocal1"],
      ["no-tie-break", "tie-break-takes-arrival", "ties-are-not-relayed"],
    ),
    explanation(
      ["A client that queries two", "A Put that was made after", "You are not asked"],
      permits,
    ),
  ],
  "4": [
    kept(
      [
        "An actor has a mailbox",
        "It takes messages",
        "It never waits",
        "Actors share nothing",
        "in order, for each pair",
        "at most once",
        "Without failures",
      ],
      `${kit}/actor/actor_system.test.ts`,
      `${kit}/actor/edges.test.ts`,
    ),
    explanation(["As an example", "Messages are delivered"], leadsOn),
    explanation("In this assignment neither", permits),
  ],
  "4.1": [
    kept(
      [
        "`ActorSystem.start",
        "`startActor(",
        "A ref is plain",
        "Inside a handler",
        "Code outside actors",
        "An exception in a handler",
      ],
      `${kit}/actor/actor_system.test.ts`,
      `${kit}/actor/edges.test.ts`,
    ),
    explanation("`example/`", leadsOn),
  ],
  "4.2": [
    decided(
      "For the checkpoint, the mailbox",
      ["MailboxPushBlock", "MailboxBasic2"],
      [
        "bounded-mailbox",
        "mailbox-of-10000",
        "mailbox-compacts-too-much",
        "mailbox-spreads-its-values",
      ],
    ),
    decided("A push never waits", ["MailboxPushBlock"], ["refusing-mailbox"]),
    decided(
      "A pop waits until",
      ["MailboxPopBlock", "MailboxClosePush"],
      ["close-wakes-nobody", "mailbox-keeps-values-after-close"],
    ),
    decided("For the final, remote tells", tells, ["remote-tell-twice"]),
    kept(
      ["`registerRemoteTells` is", "`remoteTell` is called"],
      `${kit}/actor/actor_system.test.ts`,
    ),
    decided("So messages must arrive in order", tells, [
      "remote-tell-out-of-order",
      "long-tells-are-overtaken",
      "repeated-tells-are-dropped",
      "remote-tell-waits",
      "remote-tell-window",
    ]),
  ],
  "4.3": [
    advice("Give every message a `type`", "Messages without one work, too."),
    kept(
      ["Every message is converted", "Anything that JSON", "The receiver gets a copy"],
      `${kit}/actor/message_text.test.ts`,
    ),
    kept(
      ["A message to another server travels", "A message is JSON inside"],
      `${kit}/actor/edges.test.ts`,
    ),
    decided("A longer message is not", ["RemoteTellOrder"], ["lost-tells-are-not-told"]),
    decided(
      "The total size of the store",
      ["ServerStartup1"],
      [
        "state-in-one-message",
        "length-without-keys",
        "length-escaped-once",
        "some-values-never-fit",
      ],
    ),
  ],
  "4.4": [
    explanation("An actor's handler may", leadsOn),
    decided(
      "no variables of the module",
      ["Lint"],
      ["variable-of-the-module", "variable-behind-a-function"],
    ),
    decided("no `async` handlers", ["Lint"], ["async-handler", "timer-of-its-own"]),
    decided(
      "no files, sockets",
      ["Lint", "LocalSyncLWW1"],
      ["environment-in-an-actor", "clock-of-its-own"],
    ),
    decided("no Node modules", ["Lint"], ["node-module-in-an-actor"]),
    explanation("An actor is constructed", leadsOn),
    advice("Do not look for a way", byHand),
    explanation(
      [
        "an actor needs to",
        "wait for a reply",
        "do something later",
        "know the time",
        "know the other actors",
        "get arguments",
        "share a table",
        "print something",
      ],
      "It says what to do instead of what the rules above forbid.",
    ),
    decided("The query receiver lives", actorUse, ["receiver-keeps-data"]),
    explanation("In all code outside actors", permits),
    decided(
      "Take the clock",
      ["LocalSyncBasic1", "LocalSyncLWW1"],
      ["timer-of-its-own", "clock-of-its-own"],
    ),
    decided(
      "In a simulated test",
      ["LocalSyncBasic1", "LocalSyncLWW1"],
      ["timer-of-its-own", "clock-of-its-own"],
    ),
    explanation("What breaking these rules", leadsOn),
    kept(
      ["`npm run grade` reports", "With one or more", "Other lint findings"],
      `${kit}/report/score.test.ts`,
      `${kit}/static/lint_rules.test.ts`,
    ),
    decided("In addition, a simulated test", ["LocalSyncBasic1"], ["timer-of-its-own"]),
  ],
  "5": [
    explanation("How actors sync is your", permits),
    decided("Describe it in a comment", ["Design comment"], ["no-design-comment"]),
    kept(
      ["Puts travel from actor", "Code outside actors passes"],
      `${kit}/attacks/attacks.test.ts`,
    ),
    decided("When two actors receive", lastWriter, ["last-arrival-wins", "first-arrival-wins"]),
    decided(
      "Attach to every Put",
      [...lastWriter, "LocalSyncStress1"],
      ["last-arrival-wins", "old-state-overwrites", "coarse-stamps", "short-stamps"],
    ),
    decided("An actor that learns", lastWriter, [
      "first-arrival-wins",
      "put-behind-a-faster-clock",
    ]),
    decided("Two Puts may have equal", ["LocalSyncLWW1", "RemoteSyncLWW1"], ["no-tie-break"]),
    decided(
      "Note that one actor can",
      ["OneActorPut2", "LocalSyncLWW2", "RemoteSyncLWW2"],
      [
        "two-puts-in-one-millisecond-tie",
        "second-put-in-one-millisecond-ignored",
        "tie-by-value",
        "stamps-compared-as-texts",
      ],
    ),
    decided(
      "A Put of the value",
      ["LocalSyncLWW4", "RemoteSyncLWW4"],
      ["same-value-ignored", "known-values-are-not-merged"],
    ),
    explanation(["A tie.", "Two actors receive Puts"], leadsOn),
    decided(
      "Both must keep",
      ["LocalSyncLWW1", "RemoteSyncLWW1"],
      ["no-tie-break", "tie-break-takes-arrival"],
    ),
    explanation("Such a merge gives", leadsOn),
    explanation("You may assume that", permits),
    decided(
      "If two Puts on different",
      ["RemoteSyncLWW1", "RemoteSyncLWW2"],
      ["no-tie-break", "put-behind-a-faster-clock", "near-ties-by-actor"],
    ),
    decided("Larger ones must converge", ["LocalSyncLWW3"], ["four-neighbours"]),
    explanation(
      ["The limits of the next", "Those of visibility hold"],
      "It bounds what follows; no test asks a larger world for it, or has more to sync in time.",
    ),
  ],
  "5.1": [
    explanation("Between the query actors", leadsOn),
    decided(
      "A Put on one actor is visible",
      [...localBasic, ...basic("LocalSyncFrequency"), "ServerStartup4"],
      ["slow-local-ticks", "ten-and-then-silence", "join-delays-local-puts"],
    ),
    decided(
      "For each ordered pair",
      [...frequency, "ServerStartup1"],
      ["twenty-messages-a-second", "sends-when-200-wait", "tick-empties-the-outbox"],
    ),
    decided("This holds for every second", frequency, [
      "burst-at-first",
      "fixed-periods",
      "two-tick-loops",
    ]),
    explanation("Messages to oneself", permits),
    decided(
      "Sync messages mostly contain",
      [...size, ...frequency],
      [
        "four-times",
        "echo",
        "whole-store-every-time",
        "everything-again-each-minute",
        "everything-every-five-minutes",
        "everything-again-after-2500-puts",
      ],
    ),
    explanation("Some redundancy is fine", permits),
    advice("When the server starts", "There are other ways to introduce actors to each other."),
    decided("Queries and syncs may arrive", joining, [
      "queries-before-the-start-are-lost",
      "introduction-empties-the-store",
    ]),
  ],
  "5.2": [
    explanation("Between the query actors", leadsOn),
    decided("A Put on one actor is visible", remoteBasic, [
      "slow-ticks",
      "in-time-at-200-ms",
      "no-relay",
    ]),
    decided("A Put is not sent separately", noBroadcast, ["broadcast", "newer-servers-broadcast"]),
    decided("Send it once", noBroadcast, ["broadcast"]),
    decided(
      "At most {{limits.messagesPerSecond}}",
      [...frequency, "ServerStartup1"],
      [
        "twenty-messages-a-second",
        "tick-empties-remote-outboxes",
        "relays-at-once",
        "two-tick-loops-after-a-join",
      ],
    ),
    decided(
      "Sync messages mostly contain",
      [...size, ...noBroadcast],
      ["echo-between-servers", "four-times"],
    ),
    explanation("Local and remote syncing", leadsOn),
    decided("A Put travels between servers once", noBroadcast, [
      "broadcast",
      "echo-between-servers",
    ]),
    explanation("Which actor sends", permits),
    decided(
      "A server that starts gets",
      [...oldState, ...joining],
      ["no-start-up-transfer", "neighbours-add-the-newest"],
    ),
    decided(
      "`Server.start` receives",
      ["ServerStartup5", "RemoteSyncBasic4"],
      ["knows-first-server-only"],
    ),
    decided(
      "Every query actor of the new",
      [...oldState, "ServerStartup3", "ServerStartup5"],
      [
        "no-relay",
        "transfer-from-one-actor",
        "state-in-small-pieces",
        "entries-counted-as-longer",
        "old-state-waits-for-quiet",
        "transfer-ends-at-a-gap",
        "history-for-newcomers",
      ],
    ),
    decided("The old state may come", ["ServerStartup1"], ["state-in-one-message"]),
    decided("Like any other Put", ["ServerStartup2", "ServerStartup4"], ["state-from-every-actor"]),
    decided(
      "Each of the older servers",
      ["ServerStartup2", "ServerStartup4"],
      ["state-from-every-actor", "everything-again-at-a-join"],
    ),
    explanation("Servers start one at a time", permits),
    decided(
      "From the moment a server",
      [...joining, "ServerStartup1"],
      [
        "new-server-never-sends",
        "one-actor-greets",
        "newcomer-replaces-newcomer",
        "join-eats-a-message",
        "news-wait-for-old-state",
        "neighbours-hear-after-the-transfer",
      ],
    ),
    decided("A query actor may receive", joining, [
      "early-puts-are-not-sent",
      "early-puts-of-the-first-actor",
      "early-puts-wait-for-the-next",
      "introduction-empties-the-store",
    ]),
    explanation("While servers start", permits),
    explanation(["Failures are out of scope", "A real system"], permits),
  ],
  "6": [
    kept(
      ["The app is the game", "It has no state", "Play and experiment"],
      `${kit}/app/game.test.ts`,
    ),
  ],
  "6.1": [
    explanation("`Client` (`kvclient", leadsOn),
    decided("It does not use actors", ["ClientGet", "ClientPut"], ["client-hides-failures"]),
    decided("Before each call", ["ClientBalance"], ["client-asks-router-once"]),
    decided(
      "Any number of calls",
      ["ClientConcurrent", "ClientBalance"],
      [
        "client-serialises",
        "client-pool-of-sixty",
        "client-error-closes-the-connection",
        "client-renews-connections",
      ],
    ),
    decided("A connection that is lost", ["ClientSequential"], ["client-idle-loss-costs-a-call"]),
    decided(
      "If a server cannot be reached",
      ["ClientGet", "ClientPut", "ClientSequential"],
      [
        "client-hides-failures",
        "client-repeats-puts",
        "client-repeats-reads",
        "client-never-reconnects",
        "client-backs-off",
      ],
    ),
    decided(
      "Cache nothing",
      ["ClientBalance", "ClientSequential", "ClientConcurrent"],
      ["client-asks-router-once", "client-shares-lists"],
    ),
    explanation("The router stands", leadsOn),
  ],
  "7.1": [
    kept(
      ["You change these files", "All other files", "If you change a given", "You never need"],
      `${kit}/trees/hand_in.test.ts`,
      `${kit}/trees/given_tree.test.ts`,
    ),
    explanation(
      [
        "folder —",
        "`actor` —",
        "`kvserver` —",
        "`kvclient` —",
        "`kvcommon` —",
        "`rpc` —",
        "`platform` —",
        "`srunner`",
      ],
      leadsOn,
    ),
  ],
  "7.2": [
    kept(["`npm run grade --", "`--explain"], `${kit}/cli/command_line.test.ts`),
    explanation("Testing has the rest", leadsOn),
  ],
  "7.3": [
    decided("Remove debug prints", ["Lint"], ["debug-print"]),
    advice("Grade that file", organization),
    explanation(["There are {{", "One of you", "Late work", "After that"], organization),
  ],
  "7.4": [advice(everything, "It is the section with the advice.")],
  "8": [explanation(everything, organization)],
  "9": [
    explanation(
      ["All of the above", "The tests of", "All points", "The points given"],
      organization,
    ),
    decided("The formatting point", ["Formatting", "Lint"], ["unformatted", "async-handler"]),
  ],
  "10": [
    explanation(["The work is yours", "Discuss design", "Keep your repository"], organization),
    decided("Format your files", ["Formatting"], ["unformatted"]),
    decided(
      "Do not limit anything",
      ["MailboxPushBlock", "OneActorList2", "OneActorPut1"],
      ["mailbox-of-10000", "list-of-5000", "values-are-cut"],
    ),
    kept("Use Node, the starter", `${kit}/trees/hand_in.test.ts`),
    decided("Actors keep to section", ["Lint"], ["async-handler", "variable-of-the-module"]),
    decided("Document your sync", ["Design comment"], ["no-design-comment"]),
  ],
  "actor/mailbox.ts": [
    decided(
      "An unbounded",
      ["MailboxPushBlock", "MailboxBasic2"],
      ["bounded-mailbox", "lifo-mailbox"],
    ),
    kept("The actor system has one", `${kit}/actor/actor_system.test.ts`),
    explanation("A mailbox belongs", permits),
    explanation("Values are never", "It bounds what follows; no test pushes others."),
    decided(
      "Many callers",
      ["MailboxPopBlock"],
      ["lifo-mailbox", "mailbox-wakes-and-retries", "mailbox-ring-of-waiters"],
    ),
    decided(
      "Adds a value",
      ["MailboxBasic2", "MailboxMultiple"],
      ["lifo-mailbox", "mailboxes-share-their-values"],
    ),
    decided("Never waits", ["MailboxPushBlock"], ["mailbox-of-10000", "refusing-mailbox"]),
    decided("Does nothing on a closed", ["MailboxClosePush"], ["mailbox-keeps-values-after-close"]),
    decided("Removes the oldest", ["MailboxBasic2"], ["lifo-mailbox"]),
    decided("If the mailbox is empty", ["MailboxPopBlock"], ["close-wakes-nobody"]),
    decided(
      ["@returns", "Closes the mailbox"],
      ["MailboxClosePush", "MailboxPopBlock"],
      ["mailbox-keeps-values-after-close", "close-wakes-nobody"],
    ),
    decided(
      "Idempotent",
      ["MailboxClosePush", "MailboxMultiple"],
      ["mailbox-keeps-values-after-close", "mailbox-recycles-its-list-twice"],
    ),
  ],
  "actor/remote_tell.ts": [
    decided("Sends one message", tells, ["remote-tell-twice", "remote-tell-to-actors-only"]),
    kept(
      [
        "The actor system calls this for",
        "If it returns a promise",
        "@param client",
        "@param text",
        "The actor system calls this once",
      ],
      `${kit}/actor/actor_system.test.ts`,
    ),
    decided(
      "So return without waiting",
      ["RemoteTellNoBlock"],
      ["remote-tell-waits", "remote-tell-window", "remote-tell-waits-now-and-then"],
    ),
    decided("Messages must arrive", tells, ["remote-tell-out-of-order", "remote-tell-twice"]),
    decided("A message that cannot be delivered", ["RemoteTellOrder"], ["remote-tell-gives-up"]),
    decided("Registers a method", tells, ["remote-tell-twice", "pieces-by-receiver"]),
  ],
  "kvclient/client.ts": [
    decided("The storage client", ["ClientGet", "ClientBalance"], ["client-asks-router-once"]),
    decided("Any number of calls", ["ClientConcurrent"], ["client-serialises"]),
    decided(
      "Each call asks",
      ["ClientBalance", "ClientPut"],
      [
        "client-asks-router-once",
        "client-retries-puts",
        "client-repeats-reads",
        "client-repeats-stale-reads",
      ],
    ),
    decided(
      "If the server cannot be reached",
      ["ClientGet", "ClientPut"],
      ["client-hides-failures", "client-repeats-puts"],
    ),
    decided("If the server refuses", ["ClientPut"], ["client-wraps-errors"]),
    decided(
      "The next call opens",
      ["ClientSequential"],
      ["client-never-reconnects", "client-backs-off", "client-idle-loss-costs-a-call"],
    ),
    decided(
      "Returns the value",
      ["ClientGet", "OneActorPut1"],
      ["client-hides-failures", "client-reads-json"],
    ),
    decided(
      ["Sets the value", "Resolves when"],
      ["ClientPut", "OneActorPut1"],
      ["client-repeats-puts", "put-acknowledged-before-applied"],
    ),
    decided(
      "Returns the entries",
      ["ClientList", "OneActorList2"],
      ["list-in-dictionary-order", "list-in-any-order"],
    ),
    decided(
      "Closes the client's",
      ["ClientSequential", "ClientBalance", "ClientConcurrent"],
      [
        "client-keeps-connections",
        "client-closes-one-connection",
        "client-error-forgets-the-connection",
      ],
    ),
    decided(
      "Calls in progress",
      ["ClientSequential", "ClientConcurrent"],
      [
        "client-close-does-nothing",
        "client-reopens",
        "client-close-misses-dialling",
        "closed-client-lists",
      ],
    ),
    decided("Idempotent", ["ClientSequential"], ["client-close-does-nothing"]),
  ],
  "kvserver/server.ts": [
    decided(
      ["A storage server", "The actor system listens"],
      ["OneActorGet", ...localBasic],
      ["start-does-not-wait", "failed-start-keeps-its-port"],
    ),
    explanation(["Starts a server", "Servers start one", "The format is"], leadsOn),
    decided(
      "If it cannot start",
      ["OneActorGet"],
      ["failed-start-keeps-its-port", "failed-start-ends-later"],
    ),
    decided(
      "@returns the server",
      [...localBasic, ...oldState, ...joining],
      ["start-does-not-wait"],
    ),
    decided("@param queryActorCount", ["OneActorGet"], ["four-actors-at-most"]),
    decided(
      ["@param remoteDescs", "Describes this server"],
      ["ServerStartup5", "RemoteSyncBasic4"],
      ["knows-first-server-only"],
    ),
    decided(
      "Stops everything",
      ["OneActorGet"],
      ["server-close-does-nothing", "server-close-does-not-wait"],
    ),
    decided("Idempotent", ["OneActorGet"], ["server-closes-once", "second-close-does-not-wait"]),
  ],
  "kvserver/query_actor.ts": [
    explanation("The messages that", leadsOn),
    advice("Make it a union", "Messages of another form work, too."),
    decided("Keeps a replica", [...localBasic, ...remoteBasic], ["no-relay", "slow-ticks"]),
    kept("The module from which", `${kit}/actor/actor_system.test.ts`),
  ],
  "kvserver/query_receiver.ts": [
    decided(["Answers query RPCs", "It stores no data"], actorUse, ["receiver-keeps-data"]),
    kept("The module from which", `${kit}/actor/actor_system.test.ts`),
  ],
};
