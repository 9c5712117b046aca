import type { CaseOptions } from "../../../explore/explore_spec.js";
import { conditionsOf } from "../../../run/simulated/conditions.js";
import { Random } from "../../../sim/random.js";
import { gradedConditions } from "../conditions.js";
import { commandOf } from "../steps/index.js";
import { topologyAfter, type ScriptCase } from "./script_case.js";

const keys = ["tea", "milk"];

/** How many clients there are, and how many lines come behind the first ones. */
const clientCount = 3;
const lineCounts = [4, 22] as const;

/** One-way latencies, in milliseconds. */
const latenciesMs = [0, 0, 5, 40];

/** The script of a seed: servers and clients, and then puts, gets, moves, broken links and crashes. */
export function randomScript(seed: number, { servers, faults }: CaseOptions): ScriptCase {
  const random = new Random(seed, "explored script");
  const ids = Array.from({ length: servers }, (_, id) => id);
  const start = [
    ...ids.map((id) => `joinServer ${id}`),
    ...Array.from(
      { length: clientCount },
      (_, index) => `joinClient ${servers + index} ${pickFrom(ids, random)}`,
    ),
  ];
  const lines = [...start, ...randomLines(start, random.within(lineCounts), random)];
  const { name } = conditionsOf(gradedConditions, seed);
  const latencyMs = pickFrom(latenciesMs, random);
  return { lines, latencyMs, conditions: name, faults, seed };
}

/** So many lines that go on behind some others, with their servers and clients. Each put writes another value. */
export function randomLines(before: readonly string[], count: number, random: Random): string[] {
  const topology = topologyAfter(before);
  const ids = topology.servers.map(({ id }) => id);
  const { clients } = topology;
  const pick = <T>(from: readonly T[]): T => pickFrom(from, random);
  const lines: string[] = [];
  const add = (line: string): void => {
    const command = commandOf(line);
    if (!topology.allows(command)) return;
    topology.apply(command);
    lines.push(line);
  };
  for (let puts = 0; lines.length < count;) {
    const client = pick(clients);
    const server = pick(ids);
    const chance = random.fraction();
    if (chance < 0.32) add(`put ${client} ${pick(keys)} v${++puts}`);
    else if (chance < 0.56) add(`get ${client} ${pick(keys)}`);
    else if (chance < 0.72) {
      const now = topology.serverOf(client);
      if (now !== undefined) add(`breakConnection ${client} ${now.id}`);
      add(`createConnection ${client} ${server}`);
    } else if (chance < 0.82) add(`breakConnection ${server} ${pick(ids)}`);
    else if (chance < 0.9) add(`createConnection ${server} ${pick(ids)}`);
    else if (chance < 0.94) add("stabilize");
    else if (topology.server(server) === undefined) add(`joinServer ${server}`);
    else if (topology.servers.length > 1 || random.fraction() < 0.3) add(`killServer ${server}`);
  }
  return lines;
}

function pickFrom<T>(from: readonly T[], random: Random): T {
  return from[random.within([0, from.length - 1])] as T;
}
