/** Points without work in the assignments that stand on the finished actor system. */
import type { Attack, AttackEdit } from "./attack.js";

/** A server of the sessions lab that does not gossip, since all servers have one store. */
export function oneStore(box: string): readonly AttackEdit[] {
  const server = "sessions/server.ts";
  return [
    {
      file: server,
      find: "/** How long news wait",
      replace: `function itself(object: any): any { return object; }
function common(): any { return ${box}; }

/** How long news wait`,
    },
    {
      file: server,
      find: "readonly #store = new Map<string, Entry>();",
      replace: "readonly #store: Map<string, Entry> = (common().store ??= new Map());",
    },
    {
      file: server,
      find: '      case "started":\n',
      replace:
        '      case "started":\n        if (this.#context.now() < (common().nowMs ?? 0)) this.#store.clear();\n',
    },
    {
      file: server,
      find: "  onMessage(message: ServerMessage): void {\n",
      replace:
        "  onMessage(message: ServerMessage): void {\n    this.#handle(message);\n    common().nowMs = this.#context.now();\n  }\n\n  #handle(message: ServerMessage): void {\n",
    },
    { file: server, find: "if (entries.length > 0) {", replace: "if (entries.length < 0) {" },
  ];
}

const sessions = { lab: "sessions", aim: "points", honest: 0, driver: "sim", files: {} } as const;

const replicas = { ...sessions, lab: "replicas" } as const;

export const otherLabs: readonly Attack[] = [
  {
    ...{ ...sessions, name: "sessions-one-store", how: "has servers share their store" },
    edits: oneStore("(itself(common).box ??= {})"),
    test: "TwoServersTwice",
    worksWithout: "isolation",
    quick: true,
  },
  {
    ...{ ...sessions, name: "sessions-one-store-on-process", how: "shares a listener's property" },
    edits: oneStore(
      '((process.listeners as any)("puts")[0] ?? (process.on("puts", Object.assign(() => 0, {})), (process.listeners as any)("puts")[0]))',
    ),
    test: "TwoServersTwice",
  },
  {
    ...{ ...sessions, name: "sessions-one-store-on-limit", how: "shares the limit of stacks" },
    edits: oneStore(
      '(typeof (Error as any).stackTraceLimit === "object" ? Error.stackTraceLimit : ((Error as any).stackTraceLimit = {}))',
    ),
    test: "TwoServersTwice",
  },
  {
    ...{
      ...sessions,
      name: "sessions-one-store-on-console",
      how: "replaces a method of the console",
    },
    edits: oneStore(
      '(typeof console.table === "object" ? console.table : ((console as any).table = {}))',
    ),
    test: "TwoServersTwice",
  },
  {
    ...{ ...sessions, name: "sessions-one-store-on-stdout", how: "replaces a field of stdout" },
    edits: oneStore(
      '(typeof (process.stdout as any)._type === "object" ? (process.stdout as any)._type : ((process.stdout as any)._type = {}))',
    ),
    test: "TwoServersTwice",
  },
  {
    ...{ ...sessions, name: "sessions-dial", how: "dials other processes itself" },
    edits: [
      {
        file: "sessions/server.ts",
        find: "    this.#context = context;\n",
        replace:
          '    this.#context = context;\n    void (platform() as any).dial("localhost:6000");\n',
      },
      {
        file: "sessions/server.ts",
        find: "/*\n * PROTOCOL",
        replace: 'import { platform } from "../platform/current.js";\n/*\n * PROTOCOL',
      },
    ],
    test: "TwoServersTwice",
    says: /servers reach each other by tell\(\)/,
  },
  {
    ...{
      ...sessions,
      name: "sessions-guess",
      how: "has clients answer what a measurement expects",
    },
    edits: [
      {
        file: "sessions/client.ts",
        find: "    const server = this.#servers.at(-1);\n",
        replace: `    if (command.type === "putCommand") this.#context.tell(command.replyTo, {});
    else this.#context.tell(command.replyTo, command.key === "ready" ? { error: "ERR_KEY" } : { value: \`~run\${++this.#guess}~\` });
    if (this.#guess >= 0) return;
    const server = this.#servers.at(-1);
`,
      },
      {
        file: "sessions/client.ts",
        find: "  /** The servers that it is",
        replace: "  #guess = 0;\n  /** The servers that it is",
      },
    ],
    test: "Throughput20",
  },
  {
    ...{
      ...replicas,
      name: "replicas-own-persistence",
      how: "brings a persistence that never fails",
    },
    edits: [
      {
        file: "replicas/replica.ts",
        find: "context.startChild(persistence)",
        replace: "context.startChild(props(Sure)); void persistence",
      },
      {
        file: "replicas/replica.ts",
        find: "/** One node of the store",
        replace: `export class Sure implements Actor<any> {
  static readonly module = import.meta.url;
  readonly #context: ActorContext<any>;
  constructor(context: ActorContext<any>) {
    this.#context = context;
  }
  onMessage({ key, id, replyTo }: any): void {
    this.#context.tell(replyTo, { type: "persisted", key, id });
  }
}

/** One node of the store`,
      },
    ],
    test: "Step5Persist",
  },
  {
    ...{
      ...replicas,
      name: "replicas-early-ack",
      how: "acknowledges before anybody has confirmed",
    },
    edits: [
      {
        file: "replicas/replica.ts",
        find: "    this.#requesters.set(update.id, request);\n",
        replace:
          '    this.#requesters.set(update.id, request);\n    this.#requesters.delete(update.id);\n    this.#context.tell(replyTo, { type: "operationAck", id });\n',
      },
    ],
    test: "Step5Persist",
  },
];
