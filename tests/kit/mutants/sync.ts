import { edit, family, oneToFour, type Mutant } from "./mutant.js";

/** Wrong stamps, wrong merging, and wrong ways of sending among the actors of one server and of several. */
export const syncMutants: readonly Mutant[] = [
  {
    name: "no-tie-break",
    why: "Of two Puts with equal times on two actors, each keeps its own.",
    edits: [edit("entry", "return entry.origin > other.origin;", "return false;")],
    failing: ["LocalSyncLWW1", "RemoteSyncLWW1"],
    passing: ["OneActorPut2", "LocalSyncLWW2"],
    quick: true,
  },
  {
    name: "tie-by-value",
    why: "Of two Puts with equal times, the one with the greater value wins, also if one actor received both.",
    edits: [
      edit(
        "entry",
        "if (entry.seq !== other.seq) return entry.seq > other.seq;\n  return entry.origin > other.origin;",
        "return entry.value > other.value;",
      ),
    ],
    failing: ["LocalSyncLWW2", "RemoteSyncLWW2"],
    passing: ["OneActorPut2", "LocalSyncLWW3"],
  },
  {
    name: "tie-break-takes-arrival",
    why: "Of two Puts with equal times, the one that arrives wins; it shows where messages cross on the way.",
    edits: [edit("entry", "return entry.origin > other.origin;", "return true;")],
    failing: ["RemoteSyncLWW1"],
    passing: ["LocalSyncLWW4"],
  },
  {
    name: "last-arrival-wins",
    why: "No times are compared at all.",
    edits: [
      edit("store", "if (current !== undefined && !beats(entry, current)) return false;", ""),
      edit("store", "import { beats, type Entry } from", "import type { Entry } from"),
      edit("store", "const current = this.#byKey.get(entry.key);\n    ", ""),
    ],
    // LocalSyncLWW2 overwrites on one actor only, and what comes from one actor arrives in order.
    failing: [...family("LocalSyncLWW", 1, 3, 4), ...family("RemoteSyncLWW", ...oneToFour)],
    passing: ["OneActorPut2", "LocalSyncBasic4"],
  },
  {
    name: "first-arrival-wins",
    why: "A key that is there is never overwritten by what arrives.",
    edits: [
      edit("entry", "if (entry.ms !== other.ms) return entry.ms > other.ms;", "return false;"),
    ],
    failing: [...family("LocalSyncLWW", ...oneToFour), ...family("RemoteSyncLWW", ...oneToFour)],
    passing: ["LocalSyncBasic4"],
  },
  {
    name: "two-puts-in-one-millisecond-tie",
    why: "All Puts since the last message are sent, and two of one actor in one millisecond have the same stamp: the others keep the first one, the actor itself has the second.",
    edits: [
      edit("store", "seq: current.seq + 1", "seq: current.seq"),
      edit(
        "outbox",
        "this.#fresh.set(entry.key, entry);",
        "this.#fresh.set(`${this.#fresh.size} ${entry.key}`, entry);",
      ),
      edit("outbox", "if (this.#store.get(key) !== entry) return;", ""),
    ],
    failing: [...family("LocalSyncLWW", 1, 2), "RemoteSyncLWW2"],
    passing: ["OneActorPut2", "LocalSyncBasic4"],
  },
  {
    name: "second-put-in-one-millisecond-ignored",
    why: "A Put is merged like one that arrives, so the second one of a millisecond loses.",
    edits: [
      edit("store", "seq: current.seq + 1", "seq: current.seq"),
      edit(
        "store",
        "this.#set(entry);\n    return entry;",
        "this.merge(entry);\n    return entry;",
      ),
    ],
    failing: ["OneActorPut2", ...family("LocalSyncLWW", 1, 2, 3), "RemoteSyncLWW2"],
    passing: ["OneActorPut1", "OneActorGet"],
  },
  {
    name: "same-value-ignored",
    why: "A Put of the value that is there is taken for none.",
    edits: [
      edit(
        "store",
        "const current = this.#byKey.get(key);\n    const entry: Entry =",
        "const current = this.#byKey.get(key);\n    if (current?.value === value) return current;\n    const entry: Entry =",
      ),
    ],
    failing: ["LocalSyncLWW4", "RemoteSyncLWW4"],
    passing: [...family("LocalSyncLWW", 1, 2, 3), "OneActorPut2"],
  },
  {
    name: "twenty-messages-a-second",
    why: "Messages are sent every 50 ms.",
    edits: [edit("actor", "const tickMs = 125;", "const tickMs = 50;")],
    failing: [
      ...family("LocalSyncFrequency", ...oneToFour),
      // With 240 pairs of actors it takes a fast machine to send so many.
      ...family("RemoteSyncFrequency", 1, 2, 3),
    ],
    passing: [...family("LocalSyncBasic", ...oneToFour), "RemoteSyncBasic2"],
  },
  {
    name: "burst-at-first",
    why: "The first messages after a quiet time follow each other closely; over the whole run there are few enough.",
    edits: [
      edit(
        "actor",
        'if (sent) this.#context.tellAfter(this.#context.self, { type: "syncTick" }, tickMs);',
        'this.#burst = sent ? this.#burst + 1 : 0;\n    const pauseMs = this.#burst < 14 ? 10 : 200;\n    if (sent) this.#context.tellAfter(this.#context.self, { type: "syncTick" }, pauseMs);',
      ),
      edit("actor", "  #tickArmed = false;\n", "  #tickArmed = false;\n  #burst = 0;\n"),
    ],
    failing: [...family("LocalSyncFrequency", 2, 1, 4), ...family("RemoteSyncFrequency", 2, 3)],
    passing: ["LocalSyncBasic1", "LocalSyncBasic4"],
    quick: true,
  },
  {
    name: "empty-messages-when-idle",
    why: "Every 10 ms a message is sent, whether or not there is something to send.",
    edits: [
      edit(
        "actor",
        'if (sent) this.#context.tellAfter(this.#context.self, { type: "syncTick" }, tickMs);',
        'this.#context.tellAfter(this.#context.self, { type: "syncTick" }, 10);\n    this.#tickArmed = true;\n    if (sent) return;\n    for (const ref of [...this.#neighbours, ...this.#contacts.map((contact) => contact.ref)]) {\n      this.#context.tell(ref, { type: "sync", entries: [], origins: [], relay: false });\n    }',
      ),
    ],
    failing: [
      ...family("LocalSyncFrequency", ...oneToFour),
      // The hour of the others is more than is simulated of it.
      ...family("LocalSyncSize", 3, 4),
    ],
    passing: ["OneActorGet"],
  },
  {
    name: "four-times",
    why: "Every Put is in its message four times; a solution that is compared with itself alone does not show it.",
    edits: [
      edit(
        "outbox",
        "this.#entries.push([key, value, ms, seq, originIndex]);",
        "for (let n = 0; n < 4; n++) this.#entries.push([key, value, ms, seq, originIndex]);",
      ),
    ],
    failing: [
      ...family("LocalSyncSize", ...oneToFour),
      ...family("RemoteSyncSize", ...oneToFour),
      ...family("RemoteSyncNoBcast", 1, 2),
    ],
    passing: ["LocalSyncBasic4", "RemoteSyncBasic4", "LocalSyncLWW1"],
  },
  {
    name: "echo",
    why: "Whoever learns of a Put tells everybody on its server, also those that it has it from.",
    edits: [
      edit(
        "actor",
        "if (won && relay && this.#neighbours.length > 0)",
        "if (won && this.#neighbours.length > 0)",
      ),
      edit("actor", "if (relay) this.#armTick();", "this.#armTick();"),
    ],
    // With two actors alone it cannot be told from a ring that closes.
    failing: [...family("LocalSyncSize", 3, 4), ...family("RemoteSyncSize", ...oneToFour)],
    passing: ["LocalSyncSize1", "LocalSyncBasic4", "RemoteSyncNoBcast1"],
  },
  {
    name: "whole-store-every-time",
    why: "A message carries everything that the actor knows.",
    edits: [
      edit(
        "actor",
        "const toNeighbours = this.#takeNews() ?? this.#neighboursOutbox.take(this.#store, false);",
        "const news = this.#neighboursOutbox.take(this.#store, false);\n    const everything = new Outbox();\n    if (news !== undefined) for (const entry of this.#store.entries()) everything.add(entry);\n    const toNeighbours = this.#takeNews() ?? everything.take(this.#store, false);",
      ),
    ],
    failing: [...family("LocalSyncSize", ...oneToFour), "LocalSyncFrequency1"],
    passing: ["LocalSyncBasic1", "LocalSyncLWW1"],
  },
  {
    name: "slow-ticks",
    why: "Messages are sent every 2.7 seconds.",
    edits: [
      edit("actor", "const firstTickMs = 10;", "const firstTickMs = 2_700;"),
      edit("actor", "const tickMs = 125;", "const tickMs = 2_700;"),
    ],
    failing: [
      ...family("LocalSyncBasic", ...oneToFour),
      ...family("RemoteSyncBasic", ...oneToFour),
      "LocalSyncFrequency1",
      "ServerStartup1",
    ],
    passing: ["OneActorTrace"],
  },
  {
    name: "slow-local-ticks",
    why: "Messages are sent every second: in time for other servers, too late for the own one.",
    edits: [
      edit("actor", "const firstTickMs = 10;", "const firstTickMs = 1_000;"),
      edit("actor", "const tickMs = 125;", "const tickMs = 1_000;"),
    ],
    failing: [
      ...family("LocalSyncBasic", ...oneToFour),
      ...family("RemoteSyncLocal", ...oneToFour),
    ],
    passing: family("RemoteSyncBasic", ...oneToFour),
  },
  {
    name: "full-messages-lose-the-rest",
    why: "What does not fit into a message is forgotten.",
    edits: [
      edit(
        "outbox",
        "const maxMessageLength = 1.5 * 1024 * 1024;",
        "const maxMessageLength = 3_000;",
      ),
      edit(
        "outbox",
        "    const lengthWithBacklog =",
        "    this.#fresh.clear();\n    const lengthWithBacklog =",
      ),
    ],
    failing: [...family("LocalSyncSize", ...oneToFour), "LocalSyncFrequency1"],
    passing: ["LocalSyncBasic4"],
  },
  {
    name: "tie-by-remainders",
    why: "Ties of one server's actors are broken by their numbers, of which only the remainder by eight counts.",
    edits: [
      edit(
        "entry",
        "  return entry.origin > other.origin;\n",
        '  return rankOf(entry.origin) > rankOf(other.origin);\n}\n\nfunction rankOf(origin: string): string {\n  const [address, id] = origin.split("/");\n  return `${address}/${Number(id) % 8}`;\n',
      ),
    ],
    failing: ["LocalSyncLWW3"],
    passing: ["LocalSyncLWW1", "RemoteSyncLWW1"],
  },
  {
    name: "changing-keys-wait",
    why: "A key that was put again since the last message is left for the next one, without a limit.",
    edits: [
      edit(
        "outbox",
        "  readonly #fresh = new Map<string, Entry>();\n",
        "  readonly #fresh = new Map<string, Entry>();\n  readonly #changing = new Set<string>();\n",
      ),
      edit(
        "outbox",
        "    this.#fresh.set(entry.key, entry);\n  }\n",
        "    if (this.#fresh.has(entry.key)) this.#changing.add(entry.key);\n    this.#fresh.set(entry.key, entry);\n  }\n\n  get waits(): boolean {\n    return this.#fresh.size > 0;\n  }\n",
      ),
      edit(
        "outbox",
        "      message.add(entry);\n      this.#fresh.delete(key);\n    }\n",
        "      if (this.#changing.has(key)) continue;\n      message.add(entry);\n      this.#fresh.delete(key);\n    }\n    this.#changing.clear();\n",
      ),
      edit(
        "actor",
        "    this.#tickArmed = sent;\n",
        "    sent ||= this.#neighboursOutbox.waits || this.#contacts.some(({ outbox }) => outbox.waits);\n    this.#tickArmed = sent;\n",
      ),
    ],
    failing: ["LocalSyncFrequency1", "RemoteSyncFrequency1"],
    passing: ["LocalSyncBasic4", "LocalSyncStress2"],
  },
];
