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

const kit = "tests/kit";
const givenRoles = "The given code does it.";

const actorSystem = [`${kit}/actor/families.test.ts`, `${kit}/actor/actor_system.test.ts`];
const clusters = ["ClusterThrows", "ClusterLossyThrows"];

/** What becomes of every sentence of the assignment, section by section, and of the doc comments of student files. */
export const promises: PromiseTable = {
  "1": [explanation(everything, overview)],
  "2.1": [
    kept("Everything else in", `${kit}/trees/given_tree.test.ts`),
    explanation(["Both are actors", "The actor system underneath"], givenRoles),
    kept("`cluster/` is a program", `${kit}/programs/programs.test.ts`),
  ],
  "2.2": [
    kept("An actor handles one", ...actorSystem),
    decided(
      "It changes its own fields",
      ["Lint", "Step3Sequence"],
      ["async-handler", "timer-of-its-own", "debug-print"],
    ),
    kept("Messages are plain data", `${kit}/actor/message_text.test.ts`),
    explanation("Since a message does not say", leadsOn),
    explanation("`npm run grade` reports", "It says what a violation costs."),
    decided("A simulated test fails", ["Step3Sequence"], ["timer-of-its-own"]),
    explanation("You need a little more", leadsOn),
    explanation(["Children.", "Supervision.", "Timers.", "Refs as keys."], leadsOn),
    kept(
      [
        "`context.startChild(",
        "`context.stop(",
        "A child ends",
        "A child whose handler",
        "A parent that wants",
        "`context.tellAfter(",
        "Both return",
        "Two refs to one",
        "`uid(ref)` is",
      ],
      ...actorSystem,
    ),
  ],
  "3": [explanation(everything, leadsOn)],
  "3.1": [
    explanation(["`insert(key", "The client chooses"], leadsOn),
    decided(
      "The primary answers with",
      ["Step1Update", "Step5Failure", "Step5Persist", "Step6Waive"],
      [
        "one-answer-for-each-id",
        "never-fails",
        "acks-after-the-failure",
        "fails-after-the-ack",
        "trusts-the-cancelled-deadline",
        "leaving-completes-the-failed",
      ],
    ),
  ],
  "3.2": [
    decided(
      "`get(key, id)` goes to",
      ["Step5Failure", "Step1Early"],
      ["get-waits", "early-is-lost"],
    ),
    decided(
      "The value is null",
      ["Step1Update", "Step2Snapshots"],
      ["remove-leaves-it", "keys-of-an-object", "keys-are-trimmed"],
    ),
    decided(
      "The empty string",
      ["Step1Update", "Step2Snapshots", "Step3Sequence", "Step4Persist", "Step6State"],
      [
        "empty-is-absent",
        "empty-snapshot-removes",
        "empty-is-sent-as-removal",
        "empty-is-not-brought",
      ],
    ),
  ],
  "4.1": [
    decided(
      "A client that reads a key",
      ["Step5Failure", "Step5UnderWay"],
      ["takes-it-back", "shown-when-confirmed"],
    ),
    explanation("It may miss", permits),
    decided("A get that follows", ["Step1Update"], ["remove-leaves-it"]),
    explanation("Nothing is promised", permits),
  ],
  "4.2": [
    decided(
      "The same holds",
      ["Step2OldSeq", "Step6UnderWay"],
      ["old-is-applied", "under-way-after-the-state"],
    ),
    decided(
      "It may see old values",
      ["Step6State", "Step3Together"],
      ["no-state-for-newcomers", "state-comes-later", "same-value-is-a-repetition"],
    ),
  ],
  "4.3": [
    decided("Nothing is promised", ["Step6State"], ["no-state-for-newcomers", "state-comes-later"]),
  ],
  "4.4": [
    decided(
      ["The primary sends", "its own persistence"],
      ["Step5Persist", "Step5Everybody", "Step6Waive"],
      [
        "last-leaver-completes-all",
        "acks-at-once",
        "removals-are-not-persisted",
        "no-change-is-acked-at-once",
      ],
    ),
    decided(
      "every secondary has acknowledged",
      [
        "Step5Everybody",
        "Step5Repeated",
        "Step5SilentSecondary",
        "Step6AckedAndLeft",
        "Step6UnderWay",
      ],
      [
        "no-change-is-not-replicated",
        "newcomers-do-not-count",
        "all-but-one",
        "counts-confirmations",
        "leaving-counts-as-persisting",
      ],
    ),
    decided(
      "If that takes longer",
      ["Step5Failure", "Step5SilentSecondary", "Step5Repeated"],
      [
        "never-fails",
        "the-acknowledged-stops-the-clock",
        "fails-early",
        "refuses-after-ten-failures",
        "fails-late",
        "one-deadline-for-all",
        "deadline-starts-over",
        "removals-have-no-deadline",
      ],
    ),
    decided(
      "After that, the client",
      ["Step5Failure", "Step6Waive"],
      ["acks-after-the-failure", "leaving-completes-the-failed"],
    ),
    decided(
      ["The primary stops waiting", "So the message that reports"],
      ["Step6Leave", "Step6Waive"],
      ["waits-for-the-gone", "later-updates-wait-for-the-gone", "leaving-completes-one"],
    ),
    explanation("An update, from the request", "It is the caption of a figure."),
    decided("The primary waits for", ["Step5Everybody"], ["acks-at-once", "all-but-one"]),
  ],
  "4.5": [
    explanation("An update that failed", permits),
    decided("Nobody takes it back", ["Step5Failure"], ["takes-it-back"]),
    decided("A later update of the same", ["Step5SilentSecondary"], ["failure-ends-replicating"]),
  ],
  "4.6": [explanation(everything, permits)],
  "5": [
    explanation("The mediator knows", givenRoles),
    decided(
      "A new replica sends it",
      ["Step1Join", "Step1Early"],
      ["never-joins", "joins-until-it-knows"],
    ),
    explanation(
      ["It answers the first one", "After each joining", "A replica that has left"],
      givenRoles,
    ),
  ],
  "6": [
    decided("When a replica starts", ["Step1Join"], ["never-joins"]),
    decided(
      "The primary has exactly one",
      ["Step6Stay", "Step6Leave"],
      [
        "idle-replicators-stop",
        "two-replicators",
        "replicators-made-anew",
        "first-member-is-the-primary",
      ],
    ),
    decided("Then it stops", ["Step6Leave"], ["stops-the-busy-only", "never-stops-replicators"]),
    decided(
      "A secondary that stays",
      ["Step6Stay"],
      ["replicators-made-anew", "removes-those-who-stay"],
    ),
    decided("A secondary answers", ["Step2Snapshots"], ["never-joins"]),
    explanation("A secondary joins and gets", "It is the caption of a figure."),
    decided("When it leaves while", ["Step6Waive"], ["waits-for-the-gone"]),
  ],
  "7": [
    decided(
      "The primary tells each",
      ["Step5Everybody", "Step5SilentSecondary", "Step6Stay"],
      ["first-member-is-the-primary", "no-change-is-not-replicated"],
    ),
    decided(
      "When a replicator starts",
      ["Step6State", "Step6UnderWay", "Step6AckedAndLeft"],
      [
        "no-state-for-newcomers",
        "state-without-what-is-under-way",
        "empty-is-not-brought",
        "failed-is-not-brought",
        "state-by-index",
      ],
    ),
    decided(
      "The replicator answers",
      ["Step3Sequence", "Step3AckTwice"],
      ["reports-when-sent", "second-ack-reports-again", "names-the-secondary"],
    ),
    decided("The replicator sends its", ["Step3Sequence"], ["acks-to-the-primary"]),
    decided(
      "It numbers its snapshots",
      ["Step3Sequence", "Step3Together", "Step3AskedTwice", "Step6State"],
      ["seq-from-one", "gaps", "asked-again-counts-again", "numbers-of-a-byte"],
    ),
    explanation("Snapshots and their", leadsOn),
    decided(
      "a snapshot that is not",
      ["Step3Resend", "Step3Silence", "Step3Together"],
      [
        "never-resends",
        "resends-the-oldest-only",
        "resends-slowly",
        "resends-for-a-second",
        "resends-the-last-only",
        "resending-starts-over",
        "floods",
        "timers-begin-themselves-again",
        "each-update-sends-all",
      ],
    ),
    decided("what is acknowledged", ["Step3Silence"], ["resends-the-acknowledged"]),
    decided(
      "an acknowledgement that is repeated",
      ["Step3AckTwice"],
      [
        "early-acks-count",
        "second-ack-throws",
        "second-ack-reports-again",
        "old-acks-hurry",
        "acks-by-key",
      ],
    ),
    decided(
      "a `replicate` that is",
      ["Step3AskedTwice"],
      ["only-the-last-is-repeated", "asked-again-counts-again", "waiting-is-not-under-way"],
    ),
    explanation("Several snapshots may be", permits),
    decided("An update is sent within", ["Step3Sequence", "Step3Together"], ["sends-later"]),
    decided(
      "You may, but need not",
      ["Step3Together"],
      [
        "merging-forgets-the-middle",
        "overwrites-what-is-under-way",
        "same-value-is-a-repetition",
        "takes-back-what-is-not-sent",
        "gaps-in-the-queue",
        "gaps",
      ],
    ),
    explanation("A snapshot is lost", "It is the caption of a figure."),
    decided(
      "The replicator sends again",
      ["Step3Resend", "Step2OldSeq", "Step4Repeated"],
      ["never-resends", "old-is-ignored"],
    ),
    decided(
      "A secondary expects",
      ["Step2Snapshots", "Step2FutureSeq"],
      ["future-is-applied", "numbers-compared-as-texts"],
    ),
    explanation("When a snapshot arrives", leadsOn),
    decided("with a greater", ["Step2FutureSeq"], ["future-is-applied", "future-is-kept"]),
    decided(
      "with a smaller",
      ["Step2OldSeq", "Step2Snapshots"],
      ["old-is-applied", "old-is-ignored", "numbers-compared-as-texts"],
    ),
    decided(
      "with the expected",
      ["Step4Persist", "Step2Snapshots"],
      ["acks-when-received", "empty-snapshot-removes"],
    ),
    decided("The next number that it expects", ["Step4InFlight"], ["repeated-advances-again"]),
    explanation("A snapshot may arrive again", leadsOn),
    decided(
      "It is not persisted yet",
      ["Step4Repeated", "Step4InFlight"],
      ["repeated-is-acked", "repeated-advances-again"],
    ),
    explanation("Whether a secondary takes", permits),
    explanation("The persistence fails", "It is the caption of a figure."),
    decided(
      "Only what is persisted",
      ["Step4Persist", "Step4Repeated"],
      ["acks-when-received", "repeated-is-acked"],
    ),
  ],
  "8": [
    decided(
      "Each replica hands",
      ["Step4Persist", "Step5Persist", "Step4Retry", "Step5Retry"],
      [
        "unchanged-is-acked",
        "skips-the-middle",
        "removals-are-not-persisted",
        "acks-when-received",
        "no-change-is-acked-at-once",
      ],
    ),
    explanation("The given persistence", givenRoles),
    decided(
      "Keep it alive",
      ["Step4Retry", "Step4LongSilence", "Step5Retry", ...clusters],
      [
        "persists-once",
        "persists-slowly",
        "asking-again-starts-over",
        "gives-up-persisting",
        "new-id-for-each-try",
        "hundred-restarts",
        "stops-what-throws",
      ],
    ),
    decided(
      "A removal is an update",
      ["Step4Persist", "Step5Persist"],
      ["removals-are-not-persisted"],
    ),
    decided(["The ids are your own", "The clients' ids"], ["Step5UnderWay"], ["ids-of-clients"]),
    explanation("Think of the persistence", leadsOn),
    decided(
      "So hand down",
      ["Step4Order", "Step5Order"],
      ["removals-overtake", "brings-back-old-values"],
    ),
    explanation("Updates of different keys", permits),
    explanation(["When your persistence", "That is what"], "It explains what a person sees."),
  ],
  "9": [
    explanation(everything, "It divides the work; the sections before say what each step means."),
  ],
  "10": [advice(everything, "It is the section with hints.")],
  "11": [
    explanation(
      [
        "What if a message arrives",
        "What if two clients",
        "Does persisting go on",
        "What does a secondary",
        "Must an update wait",
        "What if the primary",
      ],
      "It is a question; the sentence behind it answers it.",
    ),
    decided(
      ["It is not lost", "The replica keeps it"],
      ["Step1Early", "Step2Early"],
      [
        "early-list-is-short",
        "early-is-lost",
        "early-in-reverse",
        "early-is-told-again",
        "early-gets-come-last",
      ],
    ),
    decided(
      ["A request is known", "Each client gets"],
      ["Step1SameId", "Step5UnderWay"],
      ["client-and-id-run-together", "asked-by-id-alone"],
    ),
    decided(
      "Yes, until it is confirmed",
      ["Step5Failure", "Step5SilentSecondary"],
      ["failure-ends-persisting", "failure-ends-replicating", "gives-up-at-the-primary"],
    ),
    decided("The client hears", ["Step5Failure"], ["acks-after-the-failure"]),
    decided(
      "`operationFailure`, at once",
      ["Step2Refusal"],
      ["secondary-takes-updates", "secondary-says-nothing"],
    ),
    explanation("It may, but need not", permits),
    explanation(["Not in this assignment", "Section 13"], leadsOn),
  ],
  "12": [explanation(everything, organization)],
  "13": [
    explanation(
      [
        "There are no points",
        "The primary is a single",
        "Your replica needs",
        "But what was under way",
        "An insert that reached",
        "Think about why",
        "The mediator assumes",
        "A slow one",
        "Real systems give",
      ],
      leadsOn,
    ),
    explanation(["With the option", "Then it chooses", "Clients ask"], givenRoles),
    decided("It answers a `ping`", ["FailoverStays"], ["never-pongs"]),
    decided(
      "A secondary that is told",
      ["FailoverPromotes"],
      ["stays-a-secondary", "promoted-without-its-state"],
    ),
    decided(
      "A primary tells the mediator",
      ["FailoverPromotes", "FailoverNotCaughtUp"],
      ["never-says-caught-up", "says-caught-up-at-once"],
    ),
    decided("Only such a secondary", ["FailoverNotCaughtUp"], ["says-caught-up-at-once"]),
    decided(
      "A promoted primary has",
      ["FailoverPromotes", "FailoverUnderWay"],
      ["numbers-go-on", "follows-its-first-replicator"],
    ),
    decided(
      "An acknowledged update is on",
      ["FailoverNothingLost"],
      ["promoted-without-its-state"],
    ),
    decided(
      ["The new primary's state", "What it does not hold", "So its replicators"],
      ["FailoverUnderWay"],
      ["keeps-what-the-primary-lacks"],
    ),
  ],
  "14": [explanation(everything, "It leads beyond the assignment.")],
  "replicas/replica.ts": [
    explanation(["One node of the store", "@param context", "@param mediator"], leadsOn),
    decided("When it starts, it joins", ["Step1Join"], ["never-joins"]),
    decided(
      "What arrives before",
      ["Step1Early", "Step2Early"],
      ["early-is-lost", "early-in-reverse"],
    ),
    decided(
      "Each replica answers",
      ["Step5Failure", "Step1Update"],
      ["get-waits", "empty-is-absent"],
    ),
    decided(
      "The primary answers every",
      ["Step5Persist", "Step5Failure", "Step5Everybody"],
      ["acks-at-once", "never-fails", "acks-after-the-failure"],
    ),
    decided(
      "It has one replicator",
      ["Step6Stay", "Step6Leave"],
      ["two-replicators", "later-updates-wait-for-the-gone"],
    ),
    decided(
      "A secondary applies",
      ["Step2FutureSeq", "Step4Persist"],
      ["future-is-applied", "acks-when-received"],
    ),
    decided("It answers an `insert`", ["Step2Refusal"], ["secondary-says-nothing"]),
    decided(
      "In both roles it asks",
      ["Step4Retry", "Step5Retry"],
      ["persists-once", "asking-again-starts-over"],
    ),
    kept("The module from which", `${kit}/actor/actor_system.test.ts`),
    decided(
      "@param persistence",
      ["Step4Persist", "Step5Persist"],
      ["acks-at-once", "acks-when-received"],
    ),
  ],
  "replicas/replicator.ts": [
    explanation(["Brings updates from", "@param context"], leadsOn),
    decided(
      "Each `replicate` becomes",
      ["Step3Sequence", "Step3Together"],
      ["seq-from-one", "gaps"],
    ),
    decided("A `replicate` that is", ["Step3AskedTwice"], ["asked-again-counts-again"]),
    decided(
      "A snapshot that is not",
      ["Step3Resend"],
      ["never-resends", "resends-slowly", "floods"],
    ),
    decided(
      "When a snapshot is",
      ["Step3Sequence", "Step3AckTwice"],
      ["reports-when-sent", "second-ack-reports-again"],
    ),
    decided("Several updates that have", ["Step3Together"], ["overwrites-what-is-under-way"]),
    kept("The module from which", `${kit}/actor/actor_system.test.ts`),
    decided("@param secondary", ["Step3Sequence"], ["acks-to-the-primary"]),
  ],
};
