/** Points by what is known before a run: what its test puts, what earlier runs were like, and where it runs. */
import type { Attack, AttackEdit } from "./attack.js";
import { oneStore } from "./other_labs.js";

const everywhere = { aim: "points", honest: 0, files: {} } as const;
const common = { ...everywhere, driver: "sim" } as const;

const actor = "kvserver/query_actor.ts";
const server = "sessions/server.ts";

/** An edit of the solution's actor: what it answers to a Get in place of the value that it has. */
function answering(value: string): AttackEdit {
  const find = "{ value: this.#store.get(message.key)?.value ?? null }";
  return { file: actor, find, replace: `{ value: ${value} }` };
}

const sentGossip = "if (entries.length > 0) {";
const onStarted = '      case "started":\n';
const onPrintStore = "  #onPrintStore({ replyTo }: PrintStoreCommand): void {\n";

/** A place in which a server keeps something from one run to the next. */
const kept: AttackEdit = {
  file: server,
  find: "/** How long news wait",
  replace: `function itself(object: any): any { return object; }
function kept(): any { return itself(kept); }

/** How long news wait`,
};

export const foreknowledge: readonly Attack[] = [
  {
    ...{
      ...common,
      name: "predict-values",
      how: "counts Puts, of which every thirteenth begins anew, and knows their values",
    },
    edits: [
      answering(
        "(itself(this).counts?.[message.key] ?? 0) === 0 ? null : `~${message.key}.${((itself(this).counts[message.key] - 1) % 12) + 1}~`",
      ),
      {
        file: actor,
        find: '      case "put":\n',
        replace:
          '      case "put":\n        itself(this).counts ??= {};\n        itself(this).counts[message.key] = (itself(this).counts[message.key] ?? 0) + 1;\n',
      },
      {
        file: actor,
        find: "/** Keeps a replica",
        replace: "function itself(object: any): any { return object; }\n\n/** Keeps a replica",
      },
    ],
    test: "OneActorPut2",
    worksWithout: "seals",
    quick: true,
  },
  {
    ...{ ...common, name: "sessions-hard-coded", how: "has servers that print what a test wants" },
    lab: "sessions",
    edits: [
      { file: server, find: sentGossip, replace: "if (entries.length < 0) {" },
      {
        file: server,
        find: onPrintStore,
        replace: `${onPrintStore}    const version = "1@0.0";
    const wanted = Object.entries({ a: "~123~", b: "~456~" });
    if (wanted.length > 0) {
      this.#context.tell(replyTo, { entries: wanted.map(([key, value]) => ({ key, value, version })) });
      return;
    }
`,
      },
      {
        file: server,
        find: "const entry = this.#store.get(key);",
        replace:
          "const own = this.#store.get(key);\n    const entry = own === undefined ? own : { ...own, value: '~789~' };",
      },
    ],
    test: "ConvergeLine",
    worksWithout: "seals",
  },
  {
    ...{ ...common, name: "sessions-recall", how: "gossips once, and then recalls that run" },
    lab: "sessions",
    edits: [
      kept,
      {
        file: server,
        find: sentGossip,
        replace: "if (entries.length > 0 && kept().before === undefined) {",
      },
      {
        file: server,
        find: onStarted,
        replace: `${onStarted}        kept().before = kept().last;
        for (const entry of kept().before ?? []) this.#store.set(entry.key, entry);
`,
      },
      {
        file: server,
        find: onPrintStore,
        replace: `${onPrintStore}    kept().last = [...this.#store.values()];
    if (kept().before !== undefined) {
      this.#context.tell(replyTo, { entries: kept().printed });
      return;
    }
`,
      },
      {
        file: server,
        find: "    this.#context.tell(replyTo, { entries });\n",
        replace: "    this.#context.tell(replyTo, { entries });\n    kept().printed = entries;\n",
      },
    ],
    test: "ConvergeLine",
  },
  {
    ...{
      ...common,
      name: "sessions-share-later",
      how: "gossips in its first run, and shares its store later",
    },
    lab: "sessions",
    edits: [
      ...oneStore("(itself(common).box ??= {})").map((edit) =>
        edit.find === sentGossip
          ? { ...edit, replace: "if (entries.length > 0 && common().printed !== true) {" }
          : edit,
      ),
      {
        file: server,
        find: onPrintStore,
        replace: `${onPrintStore}    common().printed = true;\n`,
      },
    ],
    test: "TwoServersTwice",
    worksWithout: "isolation",
  },
  {
    ...{
      ...common,
      name: "sessions-remembering-client",
      how: "has clients that remember all Puts",
    },
    lab: "sessions",
    edits: [
      {
        file: "sessions/client.ts",
        find: "/** One client of the store",
        replace: `function itself(object: any): any { return object; }
function puts(): any { return (itself(puts).all ??= {}); }

/** One client of the store`,
      },
      {
        file: "sessions/client.ts",
        find: "      const { value } = command;\n",
        replace: "      const { value } = command;\n      puts()[key] = value;\n",
      },
      {
        file: "sessions/client.ts",
        find: "{ value: reply.entry.value }",
        replace: "{ value: puts()[reply.entry.key] }",
      },
    ],
    test: "OneServerPutGet",
    worksWithout: "isolation",
  },
  {
    ...{ ...common, name: "replicas-one-store", how: "has secondaries read the primary's store" },
    lab: "replicas",
    edits: [
      {
        file: "replicas/replica.ts",
        find: "/** One node of the store",
        replace: `function itself(object: any): any { return object; }
function common(): any { return (itself(common).box ??= {}); }

/** One node of the store`,
      },
      {
        file: "replicas/replica.ts",
        find: "    const value = this.#store.get(key) ?? null;\n",
        replace: `    const value = (this.#role === "primary" ? this.#store : (common().store ?? new Map())).get(key) ?? null;\n`,
      },
      {
        file: "replicas/replica.ts",
        find: "    const { key, id, replyTo } = request;\n",
        replace: "    const { key, id, replyTo } = request;\n    common().store = this.#store;\n",
      },
    ],
    test: "ClusterReliable",
    worksWithout: "isolation",
  },
  ...(["simulation", "reality"] as const).map((world): Attack => ({
    ...{
      ...everywhere,
      name: `right-only-in-${world}`,
      how: `tells by the clock, and is right only in ${world}`,
    },
    // Simulations begin in the morning of this day.
    edits: [
      answering(
        `(this.#context.now() < Date.UTC(2026, 8, 2)) === ${world === "simulation"} ? (this.#store.get(message.key)?.value ?? null) : null`,
      ),
    ],
    test: "OneActorTrace",
  })),
];
