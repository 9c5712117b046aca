import {
  advice,
  decided,
  everything,
  explanation,
  kept,
  leadsOn,
  organization,
  overview,
  type PromiseTable,
} from "../../publish/promises/promise_table.js";

const kit = "tests/kit";
const masters = `${kit}/sessions/masters.test.ts`;

const writes = ["WritesOlderValue", "WritesMissing"];
const reads = ["ReadsOlderValue", "ReadsMissing"];

/** What becomes of every sentence of the assignment, section by section, and of the doc comments of student files. */
export const promises: PromiseTable = {
  "1": [explanation(everything, overview)],
  "2.1": [
    kept(["One command per line", "`joinClient ["], masters),
    decided("Servers and clients share", ["PartitionTie"], ["packed-version-number"]),
    explanation("command —", leadsOn),
    decided(
      ["`joinServer [id]`", "`killServer [id]`"],
      ["CrashLosesWrite", "CrashInTheMiddle"],
      ["master-keeps-stores"],
    ),
    decided(
      ["`breakConnection [", "`createConnection ["],
      ["PartitionHidesWrites", "OneServerNoConnection"],
      ["master-cuts-nothing", "master-toggles-links"],
    ),
    decided("`joinServer` restores", ["CrashInTheMiddle"], ["master-restores-links"]),
    decided("Breaking a link twice", ["OneServerNoConnection"], ["master-toggles-links"]),
    decided(
      "`stabilize`",
      ["TwoServersIdle", "TwoServersSpread"],
      ["version-of-the-moment", "no-gossip"],
    ),
    decided(
      "`printStore [id]`",
      ["OneServerValues", "TwoServersSpread"],
      ["master-sorts-backwards", "no-gossip"],
    ),
    decided(
      "`put [clientId]",
      ["WritesMissing", "OneServerPutGet"],
      ["put-does-not-wait", "same-value-not-put-again"],
    ),
    decided("`get [clientId]", ["OneServerPutGet", "OneServerValues"], ["empty-is-missing"]),
    decided(
      ["A key is a word", "A value begins", "Keys have up to"],
      ["OneServerValues", "TwoServersSpread"],
      [
        "keys-of-an-object",
        "empty-is-missing",
        "master-trims-values",
        "gossip-as-text",
        "values-of-255-characters",
        "too-long-for-a-message",
      ],
    ),
    decided("An id may be used", ["CrashComesBack", "CrashNewLife"], ["life-is-ignored"]),
  ],
  "2.2": [
    explanation("Instead of a value", leadsOn),
    decided(
      "`ERR_KEY` if",
      ["OneServerPutGet", "ReadsMissing", "WritesMissing"],
      ["err-dep-for-err-key", "one-dependency-for-all-keys"],
    ),
    decided("`ERR_DEP` if", [...writes, ...reads], ["err-key-for-err-dep", "nothing-is-too-old"]),
    decided(
      ["`ERR_CONN` if", "`put` prints that", "Neither of them"],
      ["OneServerNoConnection"],
      ["client-waits-for-ever"],
    ),
    explanation(
      "Scripts put",
      "It limits what scripts do, since their output could not tell such a value from an error.",
    ),
  ],
  "2.3": [
    decided(
      ["A command that does not", "It changes nothing"],
      ["OneServerBadCommands"],
      ["master-prints-errors"],
    ),
  ],
  "3": [
    kept("You may add files", `${kit}/trees/hand_in.test.ts`),
    decided("Both classes are actors", ["Lint"], ["async-handler"]),
    explanation(["`starter/sessions/messages.ts` has", "What servers and clients"], leadsOn),
  ],
  "3.1": [
    explanation("`Server` gets", leadsOn),
    decided("It stores what clients", ["OneServerPutGet", "TwoServersSpread"], ["no-gossip"]),
    decided(
      "It answers at once",
      ["WritesMissing", "ConvergeStar"],
      ["get-waits-for-gossip", "answers-when-it-has-learnt"],
    ),
  ],
  "3.2": [
    explanation("`Client` gets", leadsOn),
    decided(
      "With several links",
      ["MoveToNewest"],
      ["oldest-connection", "falls-back-to-the-oldest", "last-link-fills-the-gap"],
    ),
    decided("A killed server", ["OneServerNoConnection"], ["client-waits-for-ever"]),
    advice("If a link breaks while", "No script can make it happen."),
  ],
  "3.3": [
    decided("An actor uses its context", ["Lint"], ["async-handler", "timer-of-its-own"]),
    kept("Messages are plain data", `${kit}/actor/message_text.test.ts`),
    explanation("`npm run grade` reports", "It says what a violation costs."),
    decided("A simulated test that catches", ["TwoServersSpread"], ["timer-of-its-own"]),
  ],
  "4.1": [
    decided("Nothing crosses a broken", ["PartitionHidesWrites"], ["master-cuts-nothing"]),
    decided(
      "What was on its way",
      ["PartitionHeals", "PartitionMidway", "PartitionGroups", "CrashComesBack", "ConvergeStar"],
      [
        "gossip-needs-a-new-put",
        "one-side-sends",
        "what-was-under-way-is-lost",
        "only-one-entry-at-a-time",
        "stores-of-one-checksum",
        "first-piece-counts-for-all",
        "pages-by-offset",
        "log-of-2500-changes",
        "confirmed-up-to-a-time",
        "one-acknowledgement-for-all",
        "confirmed-by-key",
      ],
    ),
    decided(
      "News travels through",
      ["ConvergeLine", "ConvergeStar"],
      ["gossip-ends-at-the-first-server", "same-value-is-no-news"],
    ),
    decided(
      "Servers that are connected",
      ["ConvergeLine", "ConvergeStar", "PartitionGroups"],
      [
        ...["slow-gossip", "no-tie-break", "twenty-entries-at-most", "drips"],
        "three-hundred-entries-a-second",
      ],
    ),
    decided(
      "When nothing is left",
      ["ConvergeAll", "ConvergeStar", "TwoServersIdle", "CrashLosesWrite"],
      [
        ...["round-in-circles", "a-timer-for-each-connection"],
        "everything-again-in-small-messages",
        ...["a-beat-for-each-client", "asks-for-what-is-lost", "repairs-in-a-burst"],
        "asks-for-each-err-dep",
        "a-timer-for-each-restoring",
      ],
    ),
  ],
  "4.2": [
    decided(
      "A client depends",
      [...writes, ...reads, "WritesPerKey", "ConvergeStar"],
      [
        ...["writes-create-no-dependency", "reads-create-no-dependency", "a-hundred-reads"],
        ...["one-dependency-for-all-keys", "what-was-read-hides-what-was-written"],
        ...["own-keys-of-an-object", "nothing-was-read", "two-thousand-dependencies"],
      ],
    ),
    decided(
      "A server satisfies",
      ["WritesNewerValue", "CrashNewLife", ...writes],
      ["newer-is-not-enough", "nothing-is-too-old", "dependency-without-life"],
    ),
    decided(
      "A dependency outlives",
      ["MoveThereAndBack", "CrashLosesWrite", "WritesOlderValue", "WritesMissing"],
      [
        ...["moving-clears-dependencies", "an-error-clears-the-dependency"],
        "known-writes-are-forgotten",
        ...["session-of-two-minutes", "trusts-a-server-id"],
      ],
    ),
    explanation("See the pictures", leadsOn),
  ],
  "4.3": [
    decided(
      "Dependencies are on writes",
      ["ReadsOfSameValue", "WritesAtTwoServers"],
      ["dependencies-on-values", "same-value-is-no-write", "same-value-again-is-no-write"],
    ),
    decided(
      "A write is newer",
      ["WritesAtTwoServers", "TwoServersLaterWins", "CrashNewLife", "CrashLosesWrite"],
      [
        "a-put-forgets-its-client",
        "reads-do-not-order-puts",
        "gossip-forgets-time",
        "server-id-before-time",
        "versions-as-text",
        "clock-stays-behind-its-writes",
        "as-late-as-its-dependency",
        "a-joiner-keeps-its-clock",
        "puts-without-dependency-at-home",
      ],
    ),
    decided(
      "Of two writes",
      ["PartitionTie", "CrashNewLife"],
      [
        "no-tie-break",
        "last-arrival-wins",
        "vectors-with-ties-by-id",
        "life-is-a-digit",
        "a-new-life-is-newer",
      ],
    ),
    decided(
      "Clocks of different",
      ["TwoServersLaterWins", "TwoServersOverwrite"],
      ["wall-clock", "clock-with-a-byte"],
    ),
  ],
  "4.4": [
    decided("A killed server loses", ["CrashLosesWrite"], ["master-keeps-stores"]),
    decided(
      "A server that is started",
      ["CrashComesBack", "CrashNewLife", "CrashInTheMiddle"],
      [
        ...["life-is-ignored", "life-is-one-bit", "what-was-under-way-is-lost"],
        ...["writer-is-not-told", "a-thousand-writes-a-life", "life-is-three-bits"],
        ...["clock-begins-with-the-life", "life-in-millions", "life-behind-a-point"],
      ],
    ),
    explanation("`started` tells", leadsOn),
  ],
  "4.5": [
    explanation(
      ["{{throughput.clients}}", "This is measured", "So the speed", "requests per second"],
      leadsOn,
    ),
    decided(
      ["The median of", "{{throughput.low", "{{throughput.mid", "{{throughput.high"],
      ["Throughput20", "Throughput30", "Throughput40"],
      ["puts-wait", "gossips-every-four-seconds", "gossips-every-three-seconds"],
    ),
  ],
  "5": [decided("Describe your protocol", ["Design comment"], ["no-protocol-comment"])],
  "6": [explanation(everything, organization)],
  "7": [kept(everything, masters)],
  "sessions/server.ts": [
    explanation(
      ["What servers and clients", "The messages that", "One server of", "Links break"],
      leadsOn,
    ),
    advice("Make it a union", "Messages of another form work, too."),
    decided(
      "It answers clients",
      ["WritesMissing", "ConvergeLine"],
      ["get-waits-for-gossip", "gossip-ends-at-the-first-server"],
    ),
    decided("It never shows", [...writes, ...reads], ["nothing-is-too-old"]),
    kept("The module from which", `${kit}/actor/actor_system.test.ts`),
  ],
  "sessions/client.ts": [
    explanation(["The messages that", "One client of"], leadsOn),
    decided(
      "It passes puts",
      ["MoveToNewest", "WritesMissing"],
      ["oldest-connection", "put-does-not-wait"],
    ),
    decided(
      "It remembers",
      [...writes, ...reads, "MoveThereAndBack"],
      ["writes-create-no-dependency", "reads-create-no-dependency", "moving-clears-dependencies"],
    ),
    kept("The module from which", `${kit}/actor/actor_system.test.ts`),
  ],
};
