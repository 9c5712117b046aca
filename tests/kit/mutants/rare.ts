import { edit, type Mutant } from "./mutant.js";

const putsWith = "const entry = this.#store.put(key, value, this.#context.now(), this.#uid);";
const tells = 'client.notify(remoteTells, "tell", { address: ref.address, id: ref.id, text });';
const delivers = "      system.deliver({ address, id }, text);";

/** Solutions that go wrong in situations that hardly ever occur by themselves. */
export const rareMutants: readonly Mutant[] = [
  {
    name: "coarse-stamps",
    why: "Timestamps are multiples of 8 ms, so of two Puts that are 6 ms apart the earlier one may win.",
    edits: [
      edit(
        "actor",
        putsWith,
        "const nowMs = Math.floor(this.#context.now() / 8) * 8;\n    const entry = this.#store.put(key, value, nowMs, this.#uid);",
      ),
    ],
    failing: ["LocalSyncLWW1"],
    passing: ["LocalSyncBasic4", "OneActorPut2"],
  },
  {
    name: "short-stamps",
    why: "Timestamps have six digits, so after some minutes later Puts have lower ones.",
    edits: [
      edit(
        "actor",
        putsWith,
        "const entry = this.#store.put(key, value, this.#context.now() % 1_000_000, this.#uid);",
      ),
    ],
    failing: ["LocalSyncStress1"],
    passing: ["LocalSyncStress2", "LocalSyncBasic4"],
  },
  {
    name: "put-behind-a-faster-clock",
    why: "A Put replaces one that a server whose clock is ahead has sent, although the others keep that one.",
    edits: [
      edit(
        "store",
        "current !== undefined && current.ms >= nowMs",
        "current !== undefined && current.ms === nowMs",
      ),
    ],
    failing: ["RemoteSyncLWW2"],
    passing: ["OneActorPut2", "RemoteSyncLWW3"],
  },
  {
    name: "known-values-are-not-merged",
    why: "A Put that arrives with the value that is there is taken for known, and its timestamp is lost.",
    edits: [
      edit(
        "store",
        "if (current !== undefined && !beats(entry, current)) return false;",
        "if (current !== undefined && !beats(entry, current)) return false;\n    if (current?.value === entry.value) return false;",
      ),
    ],
    failing: ["RemoteSyncLWW4"],
    passing: ["RemoteSyncLWW3", "LocalSyncBasic4"],
  },
  {
    name: "ties-are-not-relayed",
    why: "A Put that wins a tie is not passed on to the neighbours.",
    edits: [
      edit(
        "actor",
        "const won = this.#store.merge(entry);",
        "const before = this.#store.get(key)?.ms ?? 0;\n      const won = this.#store.merge(entry) && ms > before;",
      ),
    ],
    failing: ["RemoteSyncLocal1"],
    passing: ["RemoteSyncLWW1", "LocalSyncLWW1"],
  },
  {
    name: "sends-when-200-wait",
    why: "When 200 Puts wait, they are sent at once, however often that is.",
    edits: [
      edit("actor", "  #tickArmed = false;\n", "  #tickArmed = false;\n  #waiting = 0;\n"),
      edit(
        "actor",
        "    if (this.#neighbours.length > 0) this.#neighboursOutbox.add(entry);\n    for",
        "    if (this.#neighbours.length > 0) this.#neighboursOutbox.add(entry);\n    if (++this.#waiting % 200 === 0) {\n      const full = this.#neighboursOutbox.take(this.#store, false);\n      if (full !== undefined) for (const ref of this.#neighbours) this.#context.tell(ref, full);\n    }\n    for",
      ),
    ],
    failing: ["LocalSyncFrequency1"],
    passing: ["LocalSyncSize1", "LocalSyncBasic1"],
  },
  {
    name: "outbox-by-hash",
    why: "Puts wait by the hashes of their keys, so one with an equal hash replaces another.",
    edits: [
      edit(
        "outbox",
        "    this.#fresh.set(entry.key, entry);",
        "    let code = 0;\n    for (const letter of entry.key) code = (Math.imul(code, 31) + letter.charCodeAt(0)) | 0;\n    this.#fresh.set(String(code), entry);",
      ),
    ],
    failing: ["LocalSyncBasic1"],
    passing: ["OneActorPut1", "LocalSyncLWW3"],
  },
  {
    name: "receiver-shares-gets",
    why: "A Get that arrives while another one for its key waits gets the same reply, even with a Put between them.",
    edits: [
      edit(
        "receiver",
        'const { ref, first } = this.#system.newChannelRef<GetResult>();\n    this.#system.tell(this.#actor, { type: "get", key, replyTo: ref });\n    return first;',
        'const waiting = this.#gets.get(key);\n    if (waiting !== undefined) return waiting;\n    const { ref, first } = this.#system.newChannelRef<GetResult>();\n    this.#system.tell(this.#actor, { type: "get", key, replyTo: ref });\n    const result = first.finally(() => this.#gets.delete(key));\n    this.#gets.set(key, result);\n    return result;',
      ),
      edit(
        "receiver",
        "  readonly #system: Outside;",
        "  readonly #gets = new Map<string, Promise<GetResult>>();\n  readonly #system: Outside;",
      ),
    ],
    failing: ["OneActorPut2"],
    passing: ["OneActorPut1"],
  },
  {
    name: "channel-in-advance",
    why: "The receiver makes the channel for the next Get in advance, and it expires if that comes minutes later.",
    edits: [
      edit(
        "receiver",
        "    const { ref, first } = this.#system.newChannelRef<null>();",
        "    const { ref, first } = this.#ready ?? this.#system.newChannelRef<null>();\n    this.#ready = this.#system.newChannelRef<null>();",
      ),
      edit(
        "receiver",
        "  readonly #system: Outside;",
        '  #ready: ReturnType<Outside["newChannelRef"]> | undefined;\n  readonly #system: Outside;',
      ),
    ],
    failing: ["LocalSyncStress1"],
    passing: ["OneActorPut1"],
  },
  {
    name: "range-ends-behind-the-last-unit",
    why: "A List ends at the prefix with its last code unit raised by one, which is zero for the greatest one.",
    edits: [
      edit(
        "store",
        "    return found;",
        "    const last = prefix.length - 1;\n    const end = prefix.slice(0, last) + String.fromCharCode(prefix.charCodeAt(last) + 1);\n    return prefix === '' ? found : found.filter(({ key }) => key < end);",
      ),
    ],
    failing: ["OneActorList1"],
    passing: ["OneActorList2"],
  },
  {
    name: "range-ends-at-the-greatest-unit",
    why: "A List ends at the prefix with the greatest code unit behind it, as if no key had more.",
    edits: [
      edit(
        "store",
        "    return found;",
        "    return found.filter(({ key }) => key <= `${prefix}\\uffff`);",
      ),
    ],
    failing: ["OneActorList1"],
    passing: ["OneActorList2"],
  },
  {
    name: "list-of-sixteen-million-characters",
    why: "A List ends after 16 Mi characters, although a reply may have 20 Mi.",
    edits: [
      edit(
        "store",
        "    const found: KeyValue[] = [];",
        "    const found: KeyValue[] = [];\n    let length = 0;",
      ),
      edit(
        "store",
        "      found.push({ key, value });",
        "      length += key.length + value.length;\n      if (length > 16 * 1024 * 1024) break;\n      found.push({ key, value });",
      ),
    ],
    failing: ["OneActorList2"],
    passing: ["OneActorList1"],
  },
  {
    name: "repeated-tells-are-dropped",
    why: "A message that is equal to the one before is taken for the same.",
    edits: [
      edit(
        "remoteTell",
        delivers,
        "      if (text === last) return null;\n      last = text;\n" + delivers,
      ),
      edit("remoteTell", "const remoteTells =", 'let last = "";\n\nconst remoteTells ='),
    ],
    failing: ["RemoteTellOrder"],
    passing: ["RemoteTellBasic", "RemoteTellNoBlock", "RemoteSyncBasic1"],
  },
  {
    name: "lost-tells-are-not-told",
    why: "The error of a message that is too long is dropped.",
    edits: [edit("remoteTell", tells, `try {\n    ${tells}\n  } catch {\n    // Dropped.\n  }`)],
    failing: ["RemoteTellOrder"],
    passing: ["RemoteTellBasic", "RemoteTellNoBlock", "RemoteSyncBasic1"],
  },
  {
    name: "long-tells-are-overtaken",
    why: "A long message is delivered a little later, so that the next one overtakes it.",
    edits: [
      edit(
        "remoteTell",
        delivers,
        "      if (text.length < 256 * 1024) system.deliver({ address, id }, text);\n      else {\n        platform().after(5, () => {\n          system.deliver({ address, id }, text);\n        });\n      }",
      ),
      edit(
        "remoteTell",
        "import { defineService",
        'import { platform } from "../platform/current.js";\nimport { defineService',
      ),
    ],
    failing: ["RemoteTellOrder"],
    passing: ["RemoteTellBasic", "RemoteTellNoBlock", "RemoteSyncBasic1"],
  },
  {
    name: "bad-desc-leaves-the-system",
    why: "A start that fails because of an invalid desc leaves the actor system running.",
    edits: [
      edit("server", "    const others = remoteDescs.map(parseDesc);\n", ""),
      edit(
        "server",
        "    const system = await ActorSystem.start(startPort);\n",
        "    const system = await ActorSystem.start(startPort);\n    const others = remoteDescs.map(parseDesc);\n",
      ),
    ],
    failing: ["OneActorGet"],
    passing: ["OneActorPut1"],
  },
  {
    name: "mailbox-wakes-and-retries",
    why: "A push leaves its value in the queue and wakes a pop, and another pop may take the value first.",
    edits: [
      edit(
        "mailbox",
        "    else pop({ closed: false, value });",
        "    else {\n      this.#values.add(value);\n      void Promise.resolve().then(() => {\n        if (this.#values.size > 0) pop({ closed: false, value: this.#values.take() as T });\n        else if (this.#closed) pop({ closed: true });\n        else this.#pops.add(pop);\n      });\n    }",
      ),
    ],
    failing: ["MailboxPopBlock"],
    passing: ["MailboxBasic2", "MailboxClosePush"],
  },
  {
    name: "mailbox-compacts-too-much",
    why: "When the queue is compacted, it forgets a value if more are waiting than were taken.",
    edits: [
      edit(
        "mailbox",
        "this.#items = this.#items.slice(this.#taken);",
        "const first = this.#items.length > 1_500 ? this.#taken + 1 : this.#taken;\n    this.#items = this.#items.slice(first);",
      ),
      edit(
        "mailbox",
        "this.#taken * 2 > this.#items.length",
        "this.#taken * 4 > this.#items.length",
      ),
    ],
    failing: ["MailboxBasic2"],
    passing: ["MailboxBasic1", "MailboxMultiple"],
  },
  {
    name: "fixed-periods",
    why: "Messages are counted in periods of half a second, five in each, so ten may lie around the end of one, and more with those before and after.",
    edits: [
      edit(
        "actor",
        "  #tickArmed = false;\n",
        "  #tickArmed = false;\n  #periodMs = 0;\n  #inPeriod = 0;\n",
      ),
      edit(
        "actor",
        'if (sent) this.#context.tellAfter(this.#context.self, { type: "syncTick" }, tickMs);',
        'if (!sent) return;\n    const nowMs = this.#context.now();\n    if (nowMs >= this.#periodMs + 500) {\n      this.#periodMs = nowMs;\n      this.#inPeriod = 0;\n    }\n    const pauseMs = ++this.#inPeriod < 5 ? 30 : this.#periodMs + 500 - nowMs;\n    this.#context.tellAfter(this.#context.self, { type: "syncTick" }, pauseMs);',
      ),
    ],
    failing: ["LocalSyncFrequency1"],
    passing: ["LocalSyncSize1"],
  },
  {
    name: "messages-of-1000-puts",
    why: "A message carries 1,000 Puts at most, so the last of thousands are late.",
    edits: [
      edit(
        "outbox",
        "      message.add(entry);\n      this.#fresh.delete(key);",
        "      if (++taken > 1_000) break;\n      message.add(entry);\n      this.#fresh.delete(key);",
      ),
      edit(
        "outbox",
        "    const message = new SyncBuilder(store);",
        "    const message = new SyncBuilder(store);\n    let taken = 0;",
      ),
    ],
    failing: ["LocalSyncFrequency1"],
    passing: ["LocalSyncSize1"],
  },
  {
    name: "longest-entry-never-fits",
    why: "A message is never longer than the longest key and value, and their timestamp does not fit.",
    edits: [
      edit(
        "outbox",
        "      if (message.length >= maxMessageLength) break;",
        "      const added = entry.key.length + entry.value.length + lengthPerEntry;\n      if (message.length + added > 1_024 + 1024 * 1024) break;",
      ),
      edit(
        "outbox",
        "const maxMessageLength = 1.5 * 1024 * 1024;",
        "export const maxMessageLength = 1.5 * 1024 * 1024;",
      ),
    ],
    failing: ["LocalSyncStress1"],
    passing: ["LocalSyncSize1"],
  },
  {
    name: "known-values-are-not-relayed",
    why: "A Put that arrives with the value that is there is merged and not passed on to the neighbours.",
    edits: [
      edit(
        "actor",
        "const won = this.#store.merge(entry);",
        "const isKnown = this.#store.get(key)?.value === value;\n      const won = this.#store.merge(entry) && !isKnown;",
      ),
    ],
    failing: ["RemoteSyncLocal3"],
    passing: ["RemoteSyncLWW4"],
  },
  {
    name: "tells-joined-without-a-limit",
    why: "Messages of one turn travel in one RPC, which is too long if they are long.",
    edits: [
      edit(
        "remoteTell",
        tells,
        'const waiting = texts.get(client);\n  if (waiting !== undefined) {\n    waiting.push({ id: ref.id, text });\n    return;\n  }\n  const batch = [{ id: ref.id, text }];\n  texts.set(client, batch);\n  platform().after(2, () => {\n    texts.delete(client);\n    try {\n      const joined = JSON.stringify(batch);\n      client.notify(remoteTells, "tell", { address: ref.address, id: 0, text: joined });\n    } catch {\n      // Lost.\n    }\n  });',
      ),
      edit(
        "remoteTell",
        "const remoteTells =",
        "const texts = new WeakMap<RpcClient, { id: number; text: string }[]>();\n\nconst remoteTells =",
      ),
      edit(
        "remoteTell",
        delivers,
        "      for (const { id: to, text: one } of JSON.parse(text) as { id: number; text: string }[]) {\n        system.deliver({ address, id: to }, one);\n      }\n      void id;",
      ),
      edit(
        "remoteTell",
        "import { defineService",
        'import { platform } from "../platform/current.js";\nimport { defineService',
      ),
    ],
    failing: ["RemoteTellNoBlock", "RemoteTellOrder"],
    passing: ["RemoteTellBasic"],
  },
  {
    name: "list-until-a-later-put",
    why: "The last List is kept until a later Put or a new key arrives, so an earlier Put of a known key stays hidden.",
    edits: [
      edit(
        "store",
        "    const found: KeyValue[] = [];",
        "    if (this.#listed?.prefix === prefix) return this.#listed.found;\n    const found: KeyValue[] = [];\n    this.#listed = { prefix, found };",
      ),
      edit(
        "store",
        "  #set(entry: Entry): void {",
        "  #latestMs = 0;\n  #listed: { prefix: string; found: KeyValue[] } | undefined;\n\n  #set(entry: Entry): void {\n    if (entry.ms >= this.#latestMs || !this.#byKey.has(entry.key)) this.#listed = undefined;\n    this.#latestMs = Math.max(this.#latestMs, entry.ms);",
      ),
    ],
    failing: ["RemoteSyncLWW4", "RemoteSyncLocal3"],
    passing: ["OneActorPut1", "RemoteSyncLWW3"],
  },
  {
    name: "receiver-shares-lists",
    why: "A List that arrives while another one of its prefix waits gets the same reply, even with a Put between them.",
    edits: [
      edit(
        "receiver",
        'const { ref, first } = this.#system.newChannelRef<ListResult>();\n    this.#system.tell(this.#actor, { type: "list", prefix, replyTo: ref });\n    return first;',
        'const waiting = this.#lists.get(prefix);\n    if (waiting !== undefined) return waiting;\n    const { ref, first } = this.#system.newChannelRef<ListResult>();\n    this.#system.tell(this.#actor, { type: "list", prefix, replyTo: ref });\n    const result = first.finally(() => this.#lists.delete(prefix));\n    this.#lists.set(prefix, result);\n    return result;',
      ),
      edit(
        "receiver",
        "  readonly #system: Outside;",
        "  readonly #lists = new Map<string, Promise<ListResult>>();\n  readonly #system: Outside;",
      ),
    ],
    failing: ["OneActorPut2"],
    passing: ["OneActorList1"],
  },
  {
    name: "stamps-compared-as-texts",
    why: "Numbers in timestamps are compared as texts, so the eleventh Put of a millisecond loses to the tenth.",
    edits: [
      edit(
        "entry",
        "return entry.seq > other.seq;",
        "return String(entry.seq) > String(other.seq);",
      ),
      edit(
        "store",
        "    this.#set(entry);\n    return entry;",
        "    if (current !== undefined && !beats(entry, current)) return current;\n    this.#set(entry);\n    return entry;",
      ),
    ],
    failing: ["OneActorPut2", "LocalSyncLWW2"],
    passing: ["LocalSyncLWW1"],
  },
  {
    name: "mailbox-recycles-its-list-twice",
    why: "Closing a mailbox gives its list to the next one, and closing it again gives it to yet another one.",
    edits: [
      edit("mailbox", "    this.#values.clear();", "    this.#values.release();"),
      edit("mailbox", "  #items: T[] = [];", "  #items = (lists.pop() ?? []) as T[];"),
      edit(
        "mailbox",
        "  #compact(): void {",
        "  release(): void {\n    this.#items.length = 0;\n    this.#taken = 0;\n    lists.push(this.#items);\n  }\n\n  #compact(): void {",
      ),
      edit(
        "mailbox",
        "/** The array is compacted",
        "const lists: unknown[][] = [];\n\n/** The array is compacted",
      ),
    ],
    failing: ["MailboxMultiple"],
    passing: ["MailboxClosePush", "MailboxBasic1"],
  },
  {
    name: "mailbox-spreads-its-values",
    why: "The first pop copies all values as the arguments of a call, which is one too many at some hundred thousand.",
    edits: [
      edit(
        "mailbox",
        "    const item = this.#items[this.#taken];",
        "    if (this.#taken === 0) {\n      const copy: T[] = [];\n      copy.push(...this.#items);\n      this.#items = copy;\n    }\n    const item = this.#items[this.#taken];",
      ),
    ],
    failing: ["MailboxPushBlock"],
    passing: ["MailboxBasic2"],
  },
  {
    name: "mailbox-ring-of-waiters",
    why: "Pops wait in a ring that grows by copying its slots as they are, which is wrong once it has gone round.",
    edits: [
      edit(
        "mailbox",
        "  readonly #pops = new Queue<(popped: Popped<T>) => void>();",
        "  readonly #pops = new Ring<(popped: Popped<T>) => void>();",
      ),
      edit(
        "mailbox",
        "/** The array is compacted",
        "class Ring<T> {\n  #slots = new Array<T | undefined>(16).fill(undefined);\n  #head = 0;\n  #size = 0;\n\n  add(item: T): void {\n    if (this.#size === this.#slots.length) {\n      this.#slots = [...this.#slots, ...this.#slots.map(() => undefined)];\n      this.#head = 0;\n    }\n    this.#slots[(this.#head + this.#size++) % this.#slots.length] = item;\n  }\n\n  take(): T | undefined {\n    if (this.#size === 0) return undefined;\n    this.#size--;\n    const item = this.#slots[this.#head];\n    this.#head = (this.#head + 1) % this.#slots.length;\n    return item;\n  }\n}\n\n/** The array is compacted",
      ),
    ],
    failing: ["MailboxPopBlock"],
    passing: ["MailboxBasic2", "MailboxClosePush"],
  },
  {
    name: "near-ties-by-actor",
    why: "Of Puts that are less than 5 ms apart the actor's uid decides, so three of them may beat each other in a circle.",
    edits: [
      edit(
        "entry",
        "  if (entry.ms !== other.ms)",
        "  const apartMs = Math.abs(entry.ms - other.ms);\n  if (entry.origin !== other.origin && apartMs < 5) return entry.origin > other.origin;\n  if (entry.ms !== other.ms)",
      ),
    ],
    failing: ["RemoteSyncLWW1"],
    passing: ["OneActorPut2", "RemoteSyncBasic2"],
  },
  {
    name: "everything-every-five-minutes",
    why: "Every five minutes each actor sends its Puts once more, in case one was lost.",
    edits: [
      edit(
        "actor",
        " * latency remotely, and an idle system sends nothing. Receivers merge by (milliseconds, sequence number, uid of the\n",
        " * latency remotely, and an idle system sends\n * nothing, except that every five minutes each actor repeats its Puts, in case one was lost. Receivers merge by (milliseconds, sequence number, uid of the\n",
      ),
      edit(
        "actor",
        "const tickMs = 125;\n",
        "const tickMs = 125;\n\n/** The time after which Puts are sent again, in milliseconds, so that all actors agree even if one was lost. */\nconst refreshMs = 5 * 60_000;\n",
      ),
      edit(
        "actor",
        '        return;\n      case "syncTick":\n',
        '        return;\n      case "refresh":\n        this.#onRefresh();\n        return;\n      case "syncTick":\n',
      ),
      edit(
        "actor",
        "    this.#armTick();\n    this.#context.tell(replyTo, null);\n",
        '    this.#armTick();\n    this.#context.tellAfter(this.#context.self, { type: "refresh" }, refreshMs);\n    this.#context.tell(replyTo, null);\n',
      ),
      edit(
        "actor",
        "\n  /**\n",
        '\n  #onRefresh(): void {\n    for (const entry of this.#store.entries()) {\n      if (entry.origin !== this.#uid) continue;\n      if (this.#neighbours.length > 0) this.#neighboursOutbox.add(entry);\n      for (const { outbox } of this.#contacts) outbox.add(entry);\n    }\n    this.#armTick();\n    this.#context.tellAfter(this.#context.self, { type: "refresh" }, refreshMs);\n  }\n\n  /**\n',
      ),
    ],
    failing: ["LocalSyncSize1"],
    passing: ["RemoteSyncSize3"],
  },
  {
    name: "all-again-every-twenty-minutes",
    why: "Every twenty minutes each actor sends all of its Puts again, in case one was lost.",
    edits: [
      edit(
        "actor",
        "const tickMs = 125;\n",
        "const tickMs = 125;\n\n/** The time between refreshes, in milliseconds. */\nconst refreshMs = 20 * 60 * 1000;\n",
      ),
      edit(
        "actor",
        '      case "syncTick":\n',
        '      case "refresh":\n        this.#onRefresh();\n        return;\n      case "syncTick":\n',
      ),
      edit(
        "actor",
        "    this.#context.tell(replyTo, null);\n",
        '    this.#context.tellEvery(this.#context.self, { type: "refresh" }, refreshMs);\n    this.#context.tell(replyTo, null);\n  }\n\n  #onRefresh(): void {\n    const own = [...this.#store.entries()].filter(({ origin }) => origin === this.#uid);\n    if (this.#neighbours.length > 0) this.#neighboursOutbox.addBacklog(own);\n    for (const { outbox } of this.#contacts) outbox.addBacklog(own);\n    this.#armTick();\n',
      ),
      edit(
        "messages",
        "export type QueryMessage = Get | Put | List | Meet | Hello | NewServers | Sync | SyncTick;\n",
        "export type QueryMessage = Get | Put | List | Meet | Hello | NewServers | Sync | SyncTick | Refresh;\n",
      ),
      edit(
        "messages",
        "/** From an actor to itself, when it is time to send. */\n",
        '/** From an actor to itself, now and then, to send everything again. */\nexport interface Refresh {\n  readonly type: "refresh";\n}\n\n/** From an actor to itself, when it is time to send. */\n',
      ),
    ],
    failing: ["LocalSyncSize1", "LocalSyncSize2"],
    passing: ["LocalSyncBasic4", "RemoteSyncSize1"],
  },
  {
    name: "refreshed-every-two-minutes",
    why: "Every two minutes an actor sends its own Puts to all other servers again.",
    edits: [
      edit(
        "actor",
        "const tickMs = 125;\n",
        "const tickMs = 125;\n\n/** How often an actor repeats its Puts to other servers, in milliseconds. */\nconst refreshMs = 120_000;\n",
      ),
      edit(
        "actor",
        "      default:\n",
        '      case "refresh":\n        this.#onRefresh();\n        return;\n      default:\n',
      ),
      edit(
        "actor",
        "    this.#context.tell(replyTo, null);\n",
        '    this.#context.tellEvery(this.#context.self, { type: "refresh" }, refreshMs);\n    this.#context.tell(replyTo, null);\n',
      ),
      edit(
        "actor",
        "    const own = [...this.#store.entries()].filter(({ origin }) => origin === this.#uid);\n    outbox.addBacklog(own);\n    this.#armTick();\n    return outbox;\n",
        "    outbox.addBacklog(this.#ownEntries());\n    this.#armTick();\n    return outbox;\n  }\n\n  #ownEntries(): Entry[] {\n    return [...this.#store.entries()].filter(({ origin }) => origin === this.#uid);\n  }\n\n  #onRefresh(): void {\n    if (this.#contacts.length === 0) return;\n    const own = this.#ownEntries();\n    for (const { outbox } of this.#contacts) outbox.addBacklog(own);\n    this.#armTick();\n",
      ),
      edit(
        "messages",
        "export type QueryMessage = Get | Put | List | Meet | Hello | NewServers | Sync | SyncTick;\n",
        "export type QueryMessage = Get | Put | List | Meet | Hello | NewServers | Sync | SyncTick | Refresh;\n",
      ),
      edit(
        "messages",
        '  readonly type: "syncTick";\n}\n',
        '  readonly type: "syncTick";\n}\n\n/** From an actor to itself, when it is time to repeat what it has told other servers. */\nexport interface Refresh {\n  readonly type: "refresh";\n}\n',
      ),
    ],
    failing: ["RemoteSyncSize1", "RemoteSyncSize2"],
    passing: ["RemoteSyncBasic4", "LocalSyncSize1"],
  },
  {
    name: "relayed-puts-lose-their-number",
    why: "An actor passes on another one's Put without the number that distinguishes the Puts of a millisecond.",
    edits: [
      edit(
        "actor",
        "    const toNeighbours = this.#takeNews() ?? this.#neighboursOutbox.take(this.#store, false);\n",
        "    const toNeighbours =\n      this.#takeNews() ?? this.#neighboursOutbox.take(this.#store, false, this.#uid);\n",
      ),
      edit(
        "actor",
        "      const toContact = outbox.take(this.#store, true);\n",
        "      const toContact = outbox.take(this.#store, true, this.#uid);\n",
      ),
      edit(
        "outbox",
        "  take(store: Store, relay: boolean): Sync | undefined {\n    const message = new SyncBuilder(store);\n",
        "  take(store: Store, relay: boolean, sender: string): Sync | undefined {\n    const message = new SyncBuilder(store, sender);\n",
      ),
      edit(
        "outbox",
        "  readonly #entries: SyncEntry[] = [];\n",
        "  readonly #sender: string;\n  readonly #entries: SyncEntry[] = [];\n",
      ),
      edit(
        "outbox",
        "  constructor(store: Store) {\n    this.#store = store;\n",
        "  constructor(store: Store, sender: string) {\n    this.#store = store;\n    this.#sender = sender;\n",
      ),
      edit(
        "outbox",
        "    this.#entries.push([key, value, ms, seq, originIndex]);\n",
        "    // Only the sender's own Puts can follow each other within a millisecond. Of those of others it has the last one.\n    const sentSeq = origin === this.#sender ? seq : 0;\n    this.#entries.push([key, value, ms, sentSeq, originIndex]);\n",
      ),
    ],
    failing: ["RemoteSyncLocal1"],
    passing: ["RemoteSyncLWW1", "LocalSyncLWW1"],
  },
];
