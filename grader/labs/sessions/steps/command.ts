import type * as CommandsModule from "../../../../starter/master/commands.js";
import type * as MasterModule from "../../../../starter/master/master.js";
import type { ProcessHandle, StartProcess } from "../../../../starter/master/network.js";
import type { ProcessRequest, ProcessSpec } from "../../../../starter/sessions/process/requests.js";
import type * as ProcessModule from "../../../../starter/sessions/process/session_process.js";
import type { SessionProcess } from "../../../../starter/sessions/process/session_process.js";
import { failureOf, HostFailure } from "../../../run/failure.js";
import {
  perPlace,
  type RunHost,
  type RunRoot,
  type StepKind,
  type StudentHost,
} from "../../../run/step_kind.js";
import { commandOf, type CommandStep } from "./commands.js";

/** A line that the master has carried out. */
export interface CommandRecord {
  readonly type: "command";
  readonly startMs: number;
  readonly endMs: number;
  readonly line: string;
  /** The lines that it printed. */
  readonly output: readonly string[];
  /** The line that it wrote to standard error; null if nobody has looked at that. */
  readonly error?: string | null;
  readonly todo?: boolean;
}

declare module "../../../history/history.js" {
  interface HistoryRecords {
    command: CommandRecord;
  }
}

/** What a host is asked: first to start a process, and then what the master asks that. */
type HostRequest = { readonly start: ProcessSpec } | { readonly ask: ProcessRequest };

/** Lets the master carry out a line of a script; each process that it starts is a host of the run. */
export const command: StepKind<CommandStep, HostRequest> = {
  module: import.meta.url,
  inWords: ({ line }) => `carrying out "${line}"`,

  needs({ line }) {
    const parsed = commandOf(line);
    if (parsed.name === "joinServer") return { ports: { [`s${parsed.id}`]: 1 }, threads: 1 };
    if (parsed.name === "joinClient") return { ports: { [`c${parsed.id}`]: 1 }, threads: 1 };
    return parsed.name === "put" ? { value: parsed.value } : {};
  },

  async run({ line }, root) {
    const ended = root.began<CommandRecord>({ type: "command", line });
    const { parseCommand, master } = await tools(root);
    try {
      const parsed = parseCommand(line);
      const output = parsed === undefined ? [] : await master.execute(parsed);
      recordLink(line, root);
      ended({ output });
    } catch (error) {
      const { message, todo, portInUse } = failureOf(error);
      ended({ output: [], error: message, todo });
      if (portInUse) root.stop({ how: "done" }, portInUse);
      // Nothing can be expected of a process that does not start.
      if (error instanceof HostFailure && todo) root.stop({ how: "done" });
    }
  },

  async inHost(request, host) {
    if ("ask" in request) {
      const asked = await started(host).process;
      if (asked === undefined) throw new RangeError("nothing was started in this host");
      return await asked.handle(request.ask);
    }
    const module = await host.tree.load<typeof ProcessModule>(
      "sessions/process/session_process.js",
    );
    const starting = module.SessionProcess.start(request.start);
    started(host).process = starting;
    const process = await starting;
    host.onClose(() => process.close());
    return process.address;
  },
};

/** Has pictures show from when to when a link is broken. */
function recordLink(line: string, root: RunRoot): void {
  const parsed = commandOf(line);
  if (parsed.name !== "breakConnection" && parsed.name !== "createConnection") return;
  const names = parsed.ids.map((id) =>
    [`s${id}`, `c${id}`].find((name) => startedIn(root).has(name)),
  );
  const servers = names.filter((name) => name !== undefined).sort();
  const what = parsed.name === "breakConnection" ? "partition" : "heal";
  const text = `the link between ${servers.join(" and ")} is ${what === "heal" ? "up" : "broken"}`;
  root.record({ type: "fault", what, text, servers });
}

/** The names of the processes that a run has started. */
const startedIn = perPlace((_: RunRoot) => new Set<string>());

/** The process of a host. */
const started = perPlace((_: StudentHost): { process: Promise<SessionProcess> | undefined } => ({
  process: undefined,
}));

/** The given code that carries out commands. */
const tools = perPlace(async (root: RunRoot) => {
  const { parseCommand } = await root.tree.load<typeof CommandsModule>("master/commands.js");
  const { Master } = await root.tree.load<typeof MasterModule>("master/master.js");
  return { parseCommand, master: new Master(startIn(root)) };
});

/** Starts processes as hosts of a run: `s0` is server 0, `c5` client 5. */
function startIn(root: RunRoot): StartProcess {
  return async (spec) => {
    const name = `${spec.kind === "server" ? "s" : "c"}${spec.id}`;
    const host = await root.spawn(name, `${spec.kind} ${spec.id}`, root.latencyMs);
    const start = { ...spec, port: root.ports.portOf(name) };
    const address = (await host.ask(command, { start })) as string;
    const actors = 1;
    startedIn(root).add(name);
    root.record({ type: "server", server: name, event: "started", address, actors });
    return new HostHandle(host, address, () => {
      root.record({ type: "server", server: name, event: "closed" });
    });
  };
}

class HostHandle implements ProcessHandle {
  readonly #host: RunHost;
  readonly #onKilled: () => void;

  constructor(
    host: RunHost,
    readonly address: string,
    onKilled: () => void,
  ) {
    this.#host = host;
    this.#onKilled = onKilled;
  }

  readonly ask: ProcessHandle["ask"] = async (request) =>
    (await this.#host.ask(command, { ask: request })) as never;

  async kill(): Promise<void> {
    await this.#host.kill();
    this.#onKilled();
  }
}
