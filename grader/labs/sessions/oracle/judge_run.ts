import type { Finding } from "../../../history/finding.js";
import type { History } from "../../../history/history.js";
import { course } from "../manifest.js";
import { withoutLongTexts } from "../reading/long_texts.js";
import { isTraceable } from "../../../history/scenario.js";
import { isRefused, runLines, type RunLine } from "../reading/script_lines.js";
import { Topology, type ServerLife } from "../reading/topology.js";
import { journeyOf } from "./journey.js";
import { WriteOrder, type Write } from "./write_order.js";

/** How it is certain that a server has a write: it accepted it, showed it, or was stabilized with one that has it. */
interface Evidence {
  readonly how: "accepted" | "showed" | "stabilized";
  /** The line that shows it. */
  readonly line: number;
}

/** The newest writes of a key that a server certainly has; what is older than one of its own puts is left out. */
type Held = Map<Write, Evidence>;

/** What a client has written and read last of a key: its last put alone, and then what it has read. */
type Dependencies = Map<Write, { readonly how: "wrote" | "read"; readonly line: number }>;

/** The sections of the handout with the rules. */
const sections = {
  answers: "3.1",
  sessions: "4.2",
  order: "4.3",
  convergence: "4.1",
  errors: "2.3",
} as const;

/**
 * Follows a run line by line, with what is certain about it, and finds what cannot be right: values from nowhere, reads
 * that are older than what their client has written or read, servers that fall back to older values, stores that do not
 * converge, and errors in the wrong place. What two servers may order as they like is never called wrong.
 */
export class RunJudge {
  readonly findings: Finding[] = [];
  readonly #history: History;
  readonly #topology = new Topology();
  readonly #order = new WriteOrder();
  /** By key. */
  readonly #writes = new Map<string, Write[]>();
  /** By server, and then by key. */
  readonly #held = new Map<ServerLife, Map<string, Held>>();
  readonly #dependencies = new Map<string, Dependencies>();
  /** What servers printed since the last stabilize; empty once anything has changed. */
  #printed = new Map<ServerLife, RunLine>();
  #isStable = false;

  constructor(history: History) {
    this.#history = history;
  }

  /** Judges every line. */
  judge(): readonly Finding[] {
    for (const line of runLines(this.#history)) {
      if (!isRefused(line) && this.#topology.allows(line.command)) this.#judgeLine(line);
    }
    return this.findings;
  }

  #judgeLine(line: RunLine): void {
    const { command, record } = line;
    switch (command.name) {
      case "put":
        this.#changed();
        this.#onPut(line, command);
        this.#checkTime(line);
        return;
      case "get":
        this.#onGet(line, command);
        this.#checkTime(line);
        return;
      case "printStore":
        this.#onPrint(line, command.id);
        return;
      case "stabilize":
        this.#onStabilize(line);
        return;
      case "bad":
        return;
      default:
        this.#changed();
        this.#topology.apply(command);
        if (record.output.length > 0) {
          this.#find(line, "output", sections.errors, {
            message: `Line ${line.number}, ${record.line}, prints "${record.output.join("\\n")}"; it should print nothing.`,
          });
        }
    }
  }

  #changed(): void {
    this.#isStable = false;
    this.#printed = new Map();
  }

  #onPut(
    line: RunLine,
    {
      client,
      key,
      value,
    }: { readonly client: number; readonly key: string; readonly value: string },
  ): void {
    const server = this.#topology.serverOf(client);
    const [printed] = line.record.output;
    if (server === undefined || printed !== undefined) {
      this.#checkConnection(line, client, key, server, printed);
      return;
    }
    const { number, index } = line;
    const write: Write = { key, value, client, server, line: number, index };
    const writes = this.#writes.get(key);
    if (writes === undefined) this.#writes.set(key, [write]);
    else writes.push(write);
    const dependencies = this.#dependenciesOf(client, key);
    const held = this.#heldOf(server, key);
    for (const older of [...dependencies.keys(), ...held.keys()]) this.#order.add(older, write);
    // What is older than the new write is older than all that is newer than it.
    held.clear();
    held.set(write, { how: "accepted", line: number });
    dependencies.clear();
    dependencies.set(write, { how: "wrote", line: number });
  }

  #onGet(line: RunLine, { client, key }: { readonly client: number; readonly key: string }): void {
    const server = this.#topology.serverOf(client);
    const [printed = "", ...more] = line.record.output;
    if (more.length > 0 || !printed.startsWith(`${key}:`)) {
      this.#find(line, "output", sections.errors, {
        message: `Line ${line.number}, ${line.record.line}, prints "${line.record.output.join("\\n")}"; it should print one line that begins with "${key}:".`,
      });
      return;
    }
    const shown = printed.slice(key.length + 1);
    if (server === undefined || shown === "ERR_CONN") {
      this.#checkConnection(line, client, key, server, printed);
    } else if (shown === "ERR_KEY") this.#onErrKey(line, client, key, server);
    else if (shown === "ERR_DEP") this.#onErrDep(line, client, key, server);
    else {
      const dependencies = this.#dependenciesOf(client, key);
      const write = this.#shown(line, server, key, shown, dependencies);
      if (write === undefined) return;
      for (const [dependency, { how, line: since }] of dependencies) {
        if (!this.#order.isOlder(write, dependency)) {
          this.#order.add(dependency, write);
          continue;
        }
        const kind = how === "wrote" ? "read-your-writes" : "monotonic-reads";
        const did = how === "wrote" ? "written" : "read";
        this.#find(line, kind, sections.sessions, {
          message:
            `In line ${line.number}, client ${client} reads ${inWords(write)} at server ${server.id}, although it has ${did} the newer ${inWords(dependency)} in line ${since}: ` +
            `server ${server.id} should report ERR_DEP.${this.#journey(dependency, server, line)}`,
          server,
          key,
          evidence: [write.index, dependency.index],
        });
        break;
      }
      dependencies.set(write, { how: "read", line: line.number });
    }
  }

  #onErrKey(line: RunLine, client: number, key: string, server: ServerLife): void {
    const [dependency] = [...this.#dependenciesOf(client, key)].at(-1) ?? [];
    const lost = this.#lastHeld(server, key);
    if (lost !== undefined) {
      this.#findMissing(line, server, lost, "reports ERR_KEY");
    } else if (dependency !== undefined) {
      this.#find(line, "err-key", sections.sessions, {
        message:
          `In line ${line.number}, server ${server.id} reports ERR_KEY to client ${client}, which depends on ${inWords(dependency)}: ` +
          `it should report ERR_DEP.${this.#journey(dependency, server, line)}`,
        server,
        key,
        evidence: [dependency.index],
      });
    }
  }

  #onErrDep(line: RunLine, client: number, key: string, server: ServerLife): void {
    const dependencies = [...this.#dependenciesOf(client, key).keys()];
    if (dependencies.length === 0) {
      const lost = this.#lastHeld(server, key);
      this.#find(line, "err-dep", sections.sessions, {
        message:
          `In line ${line.number}, server ${server.id} reports ERR_DEP for ${key} to client ${client}, which has neither written nor read that key: ` +
          `it should report ${lost === undefined ? "ERR_KEY" : "the value"}. Dependencies are kept for each key.`,
        server,
        key,
      });
      return;
    }
    for (const [held, evidence] of this.#heldOf(server, key)) {
      const isEnough = dependencies.every(
        (dependency) => held === dependency || this.#order.isOlder(dependency, held),
      );
      if (!isEnough) continue;
      const dependency = dependencies.at(-1) ?? held;
      const newer = held === dependency ? "which is what" : "which is newer than what";
      this.#find(line, "err-dep", sections.sessions, {
        message:
          `In line ${line.number}, server ${server.id} reports ERR_DEP to client ${client}, although it ${hadInWords(inWords(held), evidence)}, ` +
          `${newer} the client depends on: it should report the value.${evidence.how === "stabilized" ? this.#journey(held, server, line) : ""}`,
        server,
        key,
        evidence: [held.index, dependency.index],
      });
      return;
    }
  }

  #onPrint(line: RunLine, id: number): void {
    const server = this.#topology.server(id);
    if (server === undefined) return;
    const keys = new Set<string>();
    for (const text of line.record.output) {
      const key = this.#keyOf(text);
      if (key === undefined) {
        this.#find(line, "invented-value", sections.convergence, {
          message: `In line ${line.number}, server ${id} prints "${text}", and nobody has put such a key.`,
          server,
        });
        continue;
      }
      keys.add(key);
      this.#shown(line, server, key, text.slice(key.length + 1), undefined);
    }
    for (const key of this.#heldBy(server).keys()) {
      const lost = keys.has(key) ? undefined : this.#lastHeld(server, key);
      if (lost !== undefined) this.#findMissing(line, server, lost, `prints no ${key}`);
    }
    this.#compare(line, server);
  }

  /** After a stabilize, servers between which links lead print the same. */
  #compare(line: RunLine, server: ServerLife): void {
    if (!this.#isStable) return;
    const group = this.#topology.groupOf(server);
    for (const [other, printed] of this.#printed) {
      if (!group.includes(other)) continue;
      const here = line.record.output.join("\n");
      const there = printed.record.output.join("\n");
      if (here === there) continue;
      const shown = (text: string): string =>
        text === "" ? "nothing" : text.replaceAll("\n", ", ");
      this.#find(line, "divergence", sections.convergence, {
        message:
          `After stabilize, servers ${other.id} and ${server.id} are connected and store different things: ` +
          `server ${other.id} prints ${shown(there)} (line ${printed.number}), and server ${server.id} prints ${shown(here)} (line ${line.number}).`,
        server,
        evidence: [printed.index],
      });
      break;
    }
    this.#printed.set(server, line);
  }

  #onStabilize(line: RunLine): void {
    this.#isStable = true;
    this.#printed = new Map();
    const { startMs, endMs, output } = line.record;
    for (const group of this.#groups()) {
      const all = new Set(
        group
          .flatMap((server) => [...this.#heldBy(server).values()])
          .flatMap((held) => [...held.keys()]),
      );
      for (const server of group) {
        for (const write of all)
          this.#hold(server, write, { how: "stabilized", line: line.number });
      }
    }
    if (output.length > 0) {
      this.#find(line, "output", sections.errors, {
        message: `Line ${line.number}, stabilize, prints "${output.join("\\n")}"; it should print nothing.`,
      });
    }
    if (this.#history.simulated === undefined || endMs - startMs < course.limits.convergenceMs) {
      return;
    }
    this.#find(line, "divergence", sections.convergence, {
      message: `In line ${line.number}, stabilize gives up after ${course.limits.convergenceMs / 1_000} s: servers that are connected still store different things, or different versions of them.`,
    });
  }

  #groups(): readonly (readonly ServerLife[])[] {
    const groups: (readonly ServerLife[])[] = [];
    for (const server of this.#topology.servers) {
      if (!groups.some((group) => group.includes(server))) {
        groups.push(this.#topology.groupOf(server));
      }
    }
    return groups;
  }

  /** A server has shown a value: finds which write that was, and whether it may be shown. */
  #shown(
    line: RunLine,
    server: ServerLife,
    key: string,
    value: string,
    dependencies: Dependencies | undefined,
  ): Write | undefined {
    const candidates = (this.#writes.get(key) ?? []).filter((write) => write.value === value);
    if (candidates.length === 0) {
      this.#find(line, "invented-value", sections.convergence, {
        message: `In line ${line.number}, server ${server.id} shows "${value}" for ${key}, and nobody has put that.`,
        server,
        key,
      });
      return undefined;
    }
    const held = this.#heldOf(server, key);
    const newest = [...held.keys()];
    // Of several writes of the same value, the one that is meant is one that is right, if there is any.
    const fits = (write: Write): boolean =>
      [...newest, ...(dependencies?.keys() ?? [])].every(
        (other) => !this.#order.isOlder(write, other),
      );
    const write = candidates.findLast(fits) ?? candidates.at(-1);
    if (write === undefined) return undefined;
    for (const other of newest) {
      if (!this.#order.isOlder(write, other)) {
        if (candidates.length === 1) this.#order.add(other, write);
        continue;
      }
      const evidence = held.get(other);
      this.#find(line, "older-value", sections.order, {
        message:
          `In line ${line.number}, server ${server.id} shows ${inWords(write)}, although it ` +
          `${hadInWords(`the newer ${inWords(other)}`, evidence)}.${this.#journey(other, server, line)}`,
        server,
        key,
        evidence: [write.index, other.index],
      });
      break;
    }
    if (candidates.length === 1) this.#hold(server, write, { how: "showed", line: line.number });
    return write;
  }

  #checkConnection(
    line: RunLine,
    client: number,
    key: string,
    server: ServerLife | undefined,
    printed: string | undefined,
  ): void {
    const wanted = server === undefined ? `${key}:ERR_CONN` : undefined;
    if (printed === wanted) return;
    const where =
      server === undefined
        ? `client ${client} has no connection, so it should print "${key}:ERR_CONN"`
        : `client ${client} is connected to server ${server.id}`;
    this.#find(line, "connection", sections.errors, {
      message: `Line ${line.number}, ${line.record.line}, prints ${printed === undefined ? "nothing" : `"${printed}"`}; ${where}.`,
      key,
    });
  }

  /** Only a simulation tells how long a command takes on any machine. */
  #checkTime(line: RunLine): void {
    const { startMs, endMs } = line.record;
    const tookMs = endMs - startMs;
    if (this.#history.simulated === undefined || tookMs <= course.limits.answerMs) return;
    this.#find(line, "slow-answer", sections.answers, {
      message: `Line ${line.number}, ${line.record.line}, takes ${Math.round(tookMs)} ms; a server answers at once, from what it has, and waits for no other server.`,
    });
  }

  #findMissing(line: RunLine, server: ServerLife, lost: Write, what: string): void {
    const evidence = this.#heldOf(server, lost.key).get(lost);
    this.#find(line, "lost-value", sections.convergence, {
      message: `In line ${line.number}, server ${server.id} ${what}, although it ${hadInWords(inWords(lost), evidence)}.${this.#journey(lost, server, line)}`,
      server,
      key: lost.key,
      evidence: [lost.index],
    });
  }

  /**
   * Empty if values like this one are not looked for in messages, or if another write has the same value, as messages do
   * not show which of them they carry.
   */
  #journey(write: Write, server: ServerLife, { record }: RunLine): string {
    const twins = [...this.#writes.values()].flat().filter(({ value }) => value === write.value);
    if (!isTraceable(write.value) || twins.length > 1) return "";
    return journeyOf(this.#history, write, server, record.endMs);
  }

  #find(
    line: RunLine,
    kind: string,
    section: string,
    about: {
      readonly message: string;
      readonly server?: ServerLife;
      readonly key?: string;
      readonly evidence?: readonly number[];
    },
  ): void {
    const { message, server, key, evidence = [] } = about;
    this.findings.push({
      ...{ kind, section, inferred: false, atMs: line.record.endMs },
      message: withoutLongTexts(message),
      ...(server === undefined ? {} : { actor: `s${server.id}/0` as const }),
      ...(key === undefined ? {} : { key }),
      evidence: [...new Set([...evidence, line.index])].sort((a, b) => a - b),
    });
  }

  /** The longest key that has been put and that a line of a store begins with: keys may contain colons. */
  #keyOf(text: string): string | undefined {
    for (let end = text.lastIndexOf(":"); end > 0; end = text.lastIndexOf(":", end - 1)) {
      const key = text.slice(0, end);
      if (this.#writes.has(key)) return key;
    }
    return undefined;
  }

  #lastHeld(server: ServerLife, key: string): Write | undefined {
    return [...this.#heldOf(server, key).keys()].at(-1);
  }

  #heldBy(server: ServerLife): Map<string, Held> {
    const held = this.#held.get(server) ?? new Map<string, Held>();
    this.#held.set(server, held);
    return held;
  }

  #heldOf(server: ServerLife, key: string): Held {
    const keys = this.#heldBy(server);
    const held = keys.get(key) ?? (new Map() as Held);
    keys.set(key, held);
    return held;
  }

  #hold(server: ServerLife, write: Write, evidence: Evidence): void {
    const held = this.#heldOf(server, write.key);
    if (!held.has(write)) held.set(write, evidence);
  }

  #dependenciesOf(client: number, key: string): Dependencies {
    const name = `${client} ${key}`;
    const found = this.#dependencies.get(name) ?? (new Map() as Dependencies);
    this.#dependencies.set(name, found);
    return found;
  }
}

/** A write for people: `"b" (put by client 2 at server 0 in line 7)`. */
function inWords({ value, client, server, line }: Write): string {
  return `"${value}" (put by client ${client} at server ${server.id} in line ${line})`;
}

/** Says that a server has a write, or that it should, as the end of a sentence about it. */
function hadInWords(write: string, evidence: Evidence | undefined): string {
  if (evidence === undefined) return `has ${write}`;
  const { how, line } = evidence;
  switch (how) {
    case "accepted":
      return `has had ${write} since line ${line}`;
    case "showed":
      return `has ${write} (it showed that in line ${line})`;
    case "stabilized":
      return `should have had ${write} since the stabilize in line ${line} at the latest`;
    default:
      return how satisfies never;
  }
}
