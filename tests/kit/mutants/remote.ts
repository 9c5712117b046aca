import { edit, family, oneToFour, type Mutant } from "./mutant.js";

/** Wrong remote tells, wrong ways between servers, and wrong starts. */
export const remoteMutants: readonly Mutant[] = [
  {
    name: "remote-tell-waits",
    why: "remoteTell waits for a reply to each message.",
    edits: [
      edit(
        "remoteTell",
        'text: string): void {\n  client.notify(remoteTells, "tell", { address: ref.address, id: ref.id, text });',
        "text: string): Promise<void> {\n  const params = { address: ref.address, id: ref.id, text };\n  return client.use(remoteTells).tell(params).then(() => undefined);",
      ),
    ],
    failing: ["RemoteTellNoBlock", "RemoteTellOrder", "RemoteTellBasic"],
    passing: ["RemoteSyncBasic1"],
  },
  {
    name: "remote-tell-out-of-order",
    why: "Every other message is held back a little, so that others overtake it.",
    edits: [
      edit(
        "remoteTell",
        '  client.notify(remoteTells, "tell", { address: ref.address, id: ref.id, text });',
        '  const { address, id } = ref;\n  const here = platform();\n  here.after(here.random() < 0.5 ? 30 : 0, () => {\n    if (text.length < 1e6) client.notify(remoteTells, "tell", { address, id, text });\n  });',
      ),
      edit(
        "remoteTell",
        "import { defineService",
        'import { platform } from "../platform/current.js";\nimport { defineService',
      ),
    ],
    failing: ["RemoteTellOrder", "RemoteTellNoBlock"],
    passing: ["RemoteTellBasic", "RemoteSyncBasic1"],
    quick: true,
  },
  {
    name: "remote-tell-twice",
    why: "Every message is delivered twice.",
    edits: [
      edit(
        "remoteTell",
        "system.deliver({ address, id }, text);",
        "system.deliver({ address, id }, text);\n      system.deliver({ address, id }, text);",
      ),
    ],
    failing: ["RemoteTellBasic", "RemoteTellOrder"],
    passing: ["RemoteSyncBasic1"],
  },
  {
    name: "new-server-never-sends",
    why: "A new server gets everything and tells older servers nothing; reading back where the Put was made hides it.",
    edits: [
      edit(
        "actor",
        "    // Messages from clients and older servers may have arrived before this one.",
        "    this.#contacts.length = 0;\n    // Messages from clients and older servers may have arrived before this one.",
      ),
    ],
    failing: [
      ...family("RemoteSyncBasic", 2, 3, 4),
      ...family("RemoteSyncLocal", 1, 2, 4),
      ...family("RemoteSyncNoBcast", 1, 2),
      ...family("ServerStartup", 3, 4, 5),
    ],
    passing: ["RemoteSyncBasic1", ...family("ServerStartup", 1, 2)],
    quick: true,
  },
  {
    name: "no-start-up-transfer",
    why: "A new server gets new Puts only.",
    edits: [
      edit("actor", "    outbox.addBacklog(own);\n", "    void own;\n"),
      edit("actor", "    outbox.addBacklog(orphans);\n", "    void [outbox, orphans];\n"),
    ],
    failing: family("ServerStartup", 3, 1, 2, 4, 5),
    passing: ["RemoteSyncBasic2", "RemoteSyncLocal1"],
    quick: true,
  },
  {
    name: "transfer-from-one-actor",
    why: "Only the actor that is greeted sends old Puts, and only those that it took itself.",
    edits: [
      edit(
        "actor",
        "    outbox.addBacklog(own);\n",
        "    if (this.#index === 0) outbox.addBacklog(own);\n",
      ),
    ],
    failing: family("ServerStartup", 1, 2, 3, 4, 5),
    passing: ["RemoteSyncNoBcast1"],
  },
  {
    name: "old-state-overwrites",
    why: "What a new server gets is stamped anew, so that it beats what was put there meanwhile.",
    edits: [
      edit(
        "actor",
        'const entry: Entry = { key, value, ms, seq, origin: known[originIndex] ?? "" };',
        'const nowMs = relay ? this.#context.now() + 1 : ms;\n      const entry: Entry = { key, value, ms: nowMs, seq, origin: known[originIndex] ?? "" };',
      ),
    ],
    failing: ["ServerStartup4", ...family("RemoteSyncLWW", 1, 2, 3)],
    passing: ["RemoteSyncBasic2", "ServerStartup1"],
  },
  {
    name: "knows-first-server-only",
    why: "A new server says hello to the first of the older ones alone.",
    edits: [
      edit(
        "server",
        "const others = remoteDescs.map(parseDesc);",
        "const others = remoteDescs.slice(0, 1).map(parseDesc);",
      ),
    ],
    failing: [
      ...family("RemoteSyncBasic", 3, 4),
      ...family("RemoteSyncLocal", 4),
      ...family("ServerStartup", 3, 5),
    ],
    passing: [...family("RemoteSyncBasic", 1, 2), ...family("ServerStartup", 1, 2, 4)],
  },
  {
    name: "no-relay",
    why: "The actor that gets the Puts of another server keeps them for itself.",
    edits: [
      edit(
        "actor",
        "if (won && relay && this.#neighbours.length > 0)",
        "if (won && relay && 1 > 2)",
      ),
    ],
    failing: [...family("RemoteSyncLocal", ...oneToFour), ...family("ServerStartup", 2, 3, 4, 5)],
    passing: [...family("RemoteSyncBasic", ...oneToFour), "ServerStartup1"],
  },
  {
    name: "relays-at-once",
    why: "What comes from another server is passed on at once, a message for each.",
    edits: [
      edit(
        "actor",
        "if (won && relay && this.#neighbours.length > 0) this.#neighboursOutbox.add(entry);",
        'if (won && relay) {\n        const sync: Sync = { type: "sync", entries: [[key, value, ms, seq, 0]], origins: [entry.origin], relay: false };\n        for (const neighbour of this.#neighbours) this.#context.tell(neighbour, sync);\n      }',
      ),
    ],
    failing: family("RemoteSyncFrequency", ...oneToFour),
    passing: family("LocalSyncFrequency", 3, 4),
  },
  {
    name: "broadcast",
    why: "Puts are sent to every actor of another server.",
    edits: [
      edit(
        "actor",
        "const outbox = new Outbox();\n    const ref = actors[this.#index % actors.length];\n    if (ref !== undefined) this.#contacts.push({ ref, outbox });",
        "let outbox = new Outbox();\n    for (const ref of actors) {\n      outbox = new Outbox();\n      this.#contacts.push({ ref, outbox });\n    }",
      ),
      edit("actor", "outbox.take(this.#store, true)", "outbox.take(this.#store, false)"),
    ],
    failing: family("RemoteSyncNoBcast", 1, 2),
    passing: ["RemoteSyncLWW3"],
  },
  {
    name: "newer-servers-broadcast",
    why: "New servers send to every actor of the older ones; only the oldest does as it should.",
    edits: [
      edit(
        "actor",
        "    for (const other of others) this.#addContact(other);",
        "    for (const ref of others.flatMap(({ actors }) => actors)) {\n      this.#addContact({ actors: server.actors.map(() => ref) });\n    }",
      ),
    ],
    failing: family("RemoteSyncNoBcast", 1, 2),
    passing: family("RemoteSyncLocal", 1, 2),
  },
  {
    name: "echo-between-servers",
    why: "What comes from another server is sent on to all servers, also back.",
    edits: [
      edit(
        "actor",
        "if (won && relay && this.#neighbours.length > 0) this.#neighboursOutbox.add(entry);",
        "if (won && relay && this.#neighbours.length > 0) this.#neighboursOutbox.add(entry);\n      if (won && relay) for (const { outbox } of this.#contacts) outbox.add(entry);",
      ),
    ],
    failing: family("RemoteSyncNoBcast", 1, 2),
    passing: ["RemoteSyncBasic4", ...family("LocalSyncSize", ...oneToFour)],
  },
  {
    name: "tells-are-measured-unescaped",
    why: "A message counts as short enough before its quotation marks are escaped, and the error of the call is dropped.",
    edits: [
      edit(
        "remoteTell",
        'import { defineService, paramsOf } from "../rpc/service.js";',
        'import { maxRequestLength } from "../rpc/limits.js";\nimport { defineService, paramsOf } from "../rpc/service.js";',
      ),
      edit(
        "remoteTell",
        '  client.notify(remoteTells, "tell", { address: ref.address, id: ref.id, text });',
        "  if (text.length > maxRequestLength) {\n    throw new RangeError(`a message of ${text.length} characters is too long for one RPC`);\n  }\n  client\n    .use(remoteTells)\n    .tell({ address: ref.address, id: ref.id, text })\n    .catch(() => undefined);",
      ),
    ],
    failing: ["RemoteTellOrder"],
    passing: ["RemoteTellBasic", "RemoteTellNoBlock"],
  },
  {
    name: "pieces-by-receiver",
    why: "Long messages travel in pieces, which are joined by receiver, so those of two senders mix.",
    edits: [
      edit(
        "remoteTell",
        'import type { RpcClient } from "../rpc/rpc_client.js";\n',
        'import { maxRequestLength } from "../rpc/limits.js";\nimport type { RpcClient } from "../rpc/rpc_client.js";\n',
      ),
      edit(
        "remoteTell",
        "/** The service's only method: it delivers a message to an actor of the called system. */\n",
        "/** A longer message travels in parts, so that it does not occupy the connection in one piece. */\nconst partLength = 64 * 1024;\n\n/** The service's only method: it delivers a message, or the next part of one, to an actor of the called system. */\n",
      ),
      edit(
        "remoteTell",
        "  tell(params: { address: string; id: number; text: string }): Promise<null>;\n",
        "  tell(params: { address: string; id: number; text: string; last: boolean }): Promise<null>;\n",
      ),
      edit(
        "remoteTell",
        '  tell: paramsOf({ address: "string", id: "number", text: "string" }),\n',
        '  tell: paramsOf({ address: "string", id: "number", text: "string", last: "boolean" }),\n',
      ),
      edit(
        "remoteTell",
        '  client.notify(remoteTells, "tell", { address: ref.address, id: ref.id, text });\n',
        '  const { length } = JSON.stringify(text);\n  if (length > maxRequestLength) throw new Error(`a message of ${length} characters is too long`);\n  const { address, id } = ref;\n  for (let begin = 0; begin === 0 || begin < text.length; begin += partLength) {\n    const part = text.slice(begin, begin + partLength);\n    const last = begin + partLength >= text.length;\n    client.notify(remoteTells, "tell", { address, id, text: part, last });\n  }\n',
      ),
      edit(
        "remoteTell",
        "export function registerRemoteTells(system: RemoteTellTarget, server: RpcServer): void {\n",
        "export function registerRemoteTells(system: RemoteTellTarget, server: RpcServer): void {\n  // The parts of messages whose last part has not arrived, by the actor that they are for.\n  const begun = new Map<number, string>();\n",
      ),
      edit(
        "remoteTell",
        "    tell: ({ address, id, text }) => {\n      system.deliver({ address, id }, text);\n",
        '    tell: ({ address, id, text, last }) => {\n      const joined = (begun.get(id) ?? "") + text;\n      if (last) {\n        begun.delete(id);\n        system.deliver({ address, id }, joined);\n      } else {\n        begun.set(id, joined);\n      }\n',
      ),
    ],
    failing: ["RemoteTellOrder"],
    passing: ["RemoteTellBasic"],
  },
  {
    name: "remote-tell-waits-now-and-then",
    why: "Every 8,192nd message waits for its reply.",
    edits: [
      edit(
        "remoteTell",
        "});\n\n/**\n",
        "});\n\n/** So many messages may be under way on one connection without having been confirmed. */\nconst windowSize = 8_192;\n\n/** The number of messages on each connection so far. */\nconst sent = new WeakMap<RpcClient, number>();\n\n/**\n",
      ),
      edit(
        "remoteTell",
        'export function remoteTell(client: RpcClient, ref: ActorRef<never>, text: string): void {\n  client.notify(remoteTells, "tell", { address: ref.address, id: ref.id, text });\n',
        'export function remoteTell(\n  client: RpcClient,\n  ref: ActorRef<never>,\n  text: string,\n): void | Promise<void> {\n  const params = { address: ref.address, id: ref.id, text };\n  const count = (sent.get(client) ?? 0) + 1;\n  sent.set(client, count);\n  if (count % windowSize === 0) {\n    // The reply says that all messages before this one have arrived, too.\n    return client\n      .use(remoteTells)\n      .tell(params)\n      .then(() => undefined);\n  }\n  client.notify(remoteTells, "tell", params);\n',
      ),
    ],
    failing: ["RemoteTellNoBlock"],
    passing: ["RemoteTellBasic"],
  },
  {
    name: "outbox-of-dirty-keys",
    why: "The outbox remembers keys and sends what the store holds then, also if that is a neighbour's Put, which the neighbour sends as well.",
    edits: [
      edit(
        "outbox",
        "  readonly #fresh = new Map<string, Entry>();\n",
        "  /** The keys with a new Put. */\n  readonly #fresh = new Set<string>();\n",
      ),
      edit(
        "outbox",
        "  /** Adds a new Put, which replaces an older one for its key. */\n",
        "  /** Adds a new Put. What is sent is the value that its key has then. */\n",
      ),
      edit(
        "outbox",
        "    this.#fresh.set(entry.key, entry);\n",
        "    this.#fresh.add(entry.key);\n",
      ),
      edit(
        "outbox",
        "   * Removes and returns the next message; undefined if nothing is waiting. Puts that have been overwritten in `store`\n   * in the meantime are left out, because the actor that received the newer Put sends that one.\n",
        "   * Removes and returns the next message, with the current entries of the changed keys; undefined if nothing is waiting.\n",
      ),
      edit(
        "outbox",
        "    for (const [key, entry] of this.#fresh) {\n      if (message.length >= maxMessageLength) break;\n      message.add(entry);\n",
        "    for (const key of this.#fresh) {\n      if (message.length >= maxMessageLength) break;\n      const entry = store.get(key);\n      if (entry !== undefined) message.add(entry);\n",
      ),
    ],
    failing: ["RemoteSyncNoBcast2"],
    passing: ["RemoteSyncNoBcast1", "RemoteSyncSize2"],
  },
  {
    name: "remote-tell-waits-after-8-mib",
    why: "After every 8 MiB of messages on a connection, the next one waits for a reply.",
    edits: [
      edit(
        "remoteTell",
        "  tell(params: { address: string; id: number; text: string }): Promise<null>;\n",
        "  tell(params: { address: string; id: number; text: string }): Promise<null>;\n  flush(params: object): Promise<null>;\n",
      ),
      edit(
        "remoteTell",
        '  tell: paramsOf({ address: "string", id: "number", text: "string" }),\n});\n',
        '  tell: paramsOf({ address: "string", id: "number", text: "string" }),\n  flush: paramsOf({}),\n});\n\nconst underWay = new WeakMap<RpcClient, number>();\n',
      ),
      edit(
        "remoteTell",
        "export function remoteTell(client: RpcClient, ref: ActorRef<never>, text: string): void {\n",
        "export async function remoteTell(\n  client: RpcClient,\n  ref: ActorRef<never>,\n  text: string,\n): Promise<void> {\n",
      ),
      edit(
        "remoteTell",
        "{ address: ref.address, id: ref.id, text });\n",
        "{ address: ref.address, id: ref.id, text });\n  const sent = (underWay.get(client) ?? 0) + text.length;\n  underWay.set(client, sent < 8 * 1024 * 1024 ? sent : 0);\n  if (sent >= 8 * 1024 * 1024) await client.use(remoteTells).flush({});\n",
      ),
      edit(
        "remoteTell",
        "      return null;\n    },\n",
        "      return null;\n    },\n    flush: () => null,\n",
      ),
    ],
    failing: ["RemoteTellNoBlock"],
    passing: ["RemoteTellOrder", "RemoteSyncBasic4"],
  },
  {
    name: "answers-what-is-old",
    why: "Who gets a Put of another server that has been overwritten answers with the newer one, which whoever received that has sent already.",
    edits: [
      edit(
        "actor",
        "      if (won && relay && this.#neighbours.length > 0) this.#neighboursOutbox.add(entry);\n",
        "      if (won && relay && this.#neighbours.length > 0) this.#neighboursOutbox.add(entry);\n      const current = this.#store.get(key);\n      if (won || !relay || current === undefined || current.value === value) continue;\n      const contact = this.#contacts.find(({ ref }) => ref.address === addressIn(entry.origin));\n      contact?.outbox.add(current);\n",
      ),
    ],
    failing: ["RemoteSyncNoBcast1", "RemoteSyncNoBcast2"],
    passing: ["RemoteSyncBasic4", "RemoteSyncSize4"],
  },
  {
    name: "window-of-two-confirmations",
    why: "After 8,192 messages the sender asks for a confirmation, and waits if the one before has not come.",
    edits: [
      edit(
        "remoteTell",
        "/** The service's only method: it delivers a message to an actor of the called system. */\ninterface RemoteTells {\n  tell(params: { address: string; id: number; text: string }): Promise<null>;\n",
        "interface RemoteTells {\n  /** Delivers a message to an actor of the called system. */\n  tell(params: { address: string; id: number; text: string }): Promise<null>;\n  /** Returns when everything that was sent before has been delivered. */\n  confirm(params: object): Promise<null>;\n",
      ),
      edit(
        "remoteTell",
        "});\n\n",
        "  confirm: paramsOf({}),\n});\n\n/** After this many messages, the sender asks for a confirmation. */\nconst messagesPerConfirmation = 8_192;\n\n/** What has been sent on a connection. */\ninterface Progress {\n  sinceConfirmation: number;\n  /** Settled when the last confirmation that was asked for has come. */\n  confirmed: Promise<unknown>;\n}\n\nconst progressOf = new WeakMap<RpcClient, Progress>();\n\n",
      ),
      edit(
        "remoteTell",
        " * @param client a connection to the server at `ref.address`.\n",
        " * Now and then it asks for a confirmation, and goes on while that is under way; only when the next one is due before the\n * last has come does it wait, so that a slow server is not flooded.\n *\n * @param client a connection to the server at `ref.address`.\n",
      ),
      edit(
        "remoteTell",
        'export function remoteTell(client: RpcClient, ref: ActorRef<never>, text: string): void {\n  client.notify(remoteTells, "tell", { address: ref.address, id: ref.id, text });\n',
        'export function remoteTell(\n  client: RpcClient,\n  ref: ActorRef<never>,\n  text: string,\n): void | Promise<void> {\n  client.notify(remoteTells, "tell", { address: ref.address, id: ref.id, text });\n  const progress = progressOf.get(client) ?? { sinceConfirmation: 0, confirmed: Promise.resolve() };\n  progressOf.set(client, progress);\n  progress.sinceConfirmation++;\n  if (progress.sinceConfirmation >= messagesPerConfirmation) return confirm(client, progress);\n}\n\nasync function confirm(client: RpcClient, progress: Progress): Promise<void> {\n  progress.sinceConfirmation = 0;\n  await progress.confirmed;\n  progress.confirmed = client\n    .use(remoteTells)\n    .confirm({})\n    .catch(() => undefined);\n',
      ),
      edit("remoteTell", "  });\n", "    confirm: () => null,\n  });\n"),
    ],
    failing: ["RemoteTellNoBlock"],
    passing: ["RemoteTellOrder", "RemoteSyncBasic4"],
  },
  {
    name: "long-texts-in-bytes-of-characters",
    why: "Long messages are compressed from one byte of each character.",
    edits: [
      edit(
        "remoteTell",
        'import type { RpcClient } from "../rpc/rpc_client.js";\n',
        'import { deflateRawSync, inflateRawSync } from "node:zlib";\nimport { maxRequestLength } from "../rpc/limits.js";\nimport type { RpcClient } from "../rpc/rpc_client.js";\n',
      ),
      edit(
        "remoteTell",
        "/** The service's only method: it delivers a message to an actor of the called system. */\ninterface RemoteTells {\n  tell(params: { address: string; id: number; text: string }): Promise<null>;\n",
        "/** Each method delivers a message to an actor of the called system: as it is, or compressed. */\ninterface RemoteTells {\n  tell(params: { address: string; id: number; text: string }): Promise<null>;\n  tellPacked(params: { address: string; id: number; packed: string }): Promise<null>;\n",
      ),
      edit(
        "remoteTell",
        "});\n\n",
        '  tellPacked: paramsOf({ address: "string", id: "number", packed: "string" }),\n});\n\n/** Shorter messages are not worth the time for compressing them. */\nconst packFromLength = 16 * 1024;\n\n/** The length of a request around its text is less than this. */\nconst envelopeLength = 1_024;\n\n',
      ),
      edit(
        "remoteTell",
        " * one connection arrive in the order in which they were sent.\n",
        " * one connection arrive in the order in which they were sent. Bandwidth between servers is expensive, so long messages\n * are compressed; those that are too long without that are not sent, as ever.\n",
      ),
      edit(
        "remoteTell",
        '  client.notify(remoteTells, "tell", { address: ref.address, id: ref.id, text });\n',
        '  const { address, id } = ref;\n  if (isWorthPacking(text)) {\n    client.notify(remoteTells, "tellPacked", { address, id, packed: pack(text) });\n  } else {\n    client.notify(remoteTells, "tell", { address, id, text });\n  }\n',
      ),
      edit(
        "remoteTell",
        " * passes each to `system.deliver`. The handler is synchronous, so the order of arrival is the order of delivery.\n",
        " * passes each to `system.deliver`. The handlers are synchronous, so the order of arrival is the order of delivery.\n",
      ),
      edit(
        "remoteTell",
        "  });\n",
        "    tellPacked: ({ address, id, packed }) => {\n      system.deliver({ address, id }, unpack(packed));\n      return null;\n    },\n  });\n",
      ),
      edit(
        "remoteTell",
        "  });\n}\n",
        '  });\n}\n\nfunction isWorthPacking(text: string): boolean {\n  if (text.length < packFromLength) return false;\n  return JSON.stringify(text).length <= maxRequestLength - envelopeLength;\n}\n\nfunction pack(text: string): string {\n  return deflateRawSync(Buffer.from(text, "binary"), { level: 1 }).toString("base64");\n}\n\nfunction unpack(packed: string): string {\n  return inflateRawSync(Buffer.from(packed, "base64")).toString("binary");\n}\n',
      ),
    ],
    failing: ["RemoteTellOrder"],
    passing: ["RemoteTellBasic", "RemoteTellNoBlock"],
  },
  {
    name: "slots-for-three-other-servers",
    why: "Each round has a slot for the neighbours and one for each of three other servers; a fourth one gets nothing.",
    edits: [
      edit(
        "actor",
        "/** The time between messages to the same actor, in milliseconds: eight messages per second of the ten allowed. */\nconst tickMs = 125;\n",
        "/** The slots of a round: the neighbours, and the other servers one by one. */\nconst slots = 4;\n\n/** The length of a slot, in milliseconds. A round of 124 ms makes eight or nine messages per second of the ten allowed. */\nconst tickMs = 31;\n",
      ),
      edit(
        "actor",
        "  #tickArmed = false;\n",
        "  #tickArmed = false;\n  #slot = 0;\n  /** How many slots in a row have sent nothing. */\n  #idleSlots = 0;\n",
      ),
      edit(
        "actor",
        '    let sent = false;\n    const toNeighbours = this.#takeNews() ?? this.#neighboursOutbox.take(this.#store, false);\n    if (toNeighbours !== undefined) {\n      for (const neighbour of this.#neighbours) this.#context.tell(neighbour, toNeighbours);\n      sent = true;\n    }\n    for (const { ref, outbox } of this.#contacts) {\n      const toContact = outbox.take(this.#store, true);\n      if (toContact === undefined) continue;\n      this.#context.tell(ref, toContact);\n      sent = true;\n    }\n    this.#tickArmed = sent;\n    if (sent) this.#context.tellAfter(this.#context.self, { type: "syncTick" }, tickMs);\n',
        '    const sent = this.#slot === 0 ? this.#sendToNeighbours() : this.#sendToContact(this.#slot - 1);\n    this.#slot = (this.#slot + 1) % slots;\n    this.#idleSlots = sent ? 0 : this.#idleSlots + 1;\n    // The actor rests after two rounds without a message: whatever came in the first one, the second has sent.\n    this.#tickArmed = this.#idleSlots < 2 * slots;\n    if (this.#tickArmed) {\n      this.#context.tellAfter(this.#context.self, { type: "syncTick" }, tickMs);\n    }\n  }\n\n  #sendToNeighbours(): boolean {\n    const message = this.#takeNews() ?? this.#neighboursOutbox.take(this.#store, false);\n    if (message === undefined) return false;\n    for (const neighbour of this.#neighbours) this.#context.tell(neighbour, message);\n    return true;\n  }\n\n  #sendToContact(index: number): boolean {\n    const contact = this.#contacts[index];\n    const message = contact?.outbox.take(this.#store, true);\n    if (contact === undefined || message === undefined) return false;\n    this.#context.tell(contact.ref, message);\n    return true;\n',
      ),
      edit(
        "actor",
        "    if (this.#tickArmed) return;\n",
        "    this.#idleSlots = 0;\n    if (this.#tickArmed) return;\n",
      ),
    ],
    failing: ["RemoteSyncLWW4"],
    passing: ["RemoteSyncLWW3", "RemoteSyncBasic4"],
  },
  {
    name: "waits-after-sixteen-million-characters",
    why: "After each sixteen million characters remoteTell waits for a reply, and so does everything behind them.",
    edits: [
      edit(
        "remoteTell",
        "/** The service's only method: it delivers a message to an actor of the called system. */\ninterface RemoteTells {\n  tell(params: { address: string; id: number; text: string }): Promise<null>;\n",
        "/** Messages between actor systems. */\ninterface RemoteTells {\n  /** Delivers a message to an actor of the called system. */\n  tell(params: { address: string; id: number; text: string }): Promise<null>;\n  /** Answers when all earlier messages of the same connection have been delivered. */\n  drained(params: object): Promise<null>;\n",
      ),
      edit(
        "remoteTell",
        "});\n\n",
        "  drained: paramsOf({}),\n});\n\n/** So many characters may be under way to a server. More would only fill the memory of both sides. */\nconst windowLength = 16 * 1024 * 1024;\n\n/** The characters sent on each connection since its window was last known to be empty. */\nconst underWay = new WeakMap<RpcClient, number>();\n\n",
      ),
      edit(
        "remoteTell",
        " * one connection arrive in the order in which they were sent.\n",
        " * one connection arrive in the order in which they were sent. Only when the window of a connection is full does the\n * next message wait until the other side has caught up.\n",
      ),
      edit(
        "remoteTell",
        'export function remoteTell(client: RpcClient, ref: ActorRef<never>, text: string): void {\n  client.notify(remoteTells, "tell", { address: ref.address, id: ref.id, text });\n',
        'export function remoteTell(\n  client: RpcClient,\n  ref: ActorRef<never>,\n  text: string,\n): void | Promise<void> {\n  client.notify(remoteTells, "tell", { address: ref.address, id: ref.id, text });\n  const length = (underWay.get(client) ?? 0) + text.length;\n  if (length < windowLength) {\n    underWay.set(client, length);\n    return;\n  }\n  underWay.set(client, 0);\n  return drain(client);\n',
      ),
      edit("remoteTell", "  });\n", "    drained: () => null,\n  });\n"),
      edit(
        "remoteTell",
        "  });\n}\n",
        "  });\n}\n\nasync function drain(client: RpcClient): Promise<void> {\n  await client.use(remoteTells).drained({});\n}\n",
      ),
    ],
    failing: ["RemoteTellNoBlock"],
    passing: ["RemoteTellBasic", "RemoteTellOrder"],
  },
];
