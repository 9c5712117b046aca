import type { Answer } from "../../../grader/labs/replicas/steps/command_probe.js";
import {
  steps as kinds,
  type Scenario,
  type Step,
} from "../../../grader/labs/replicas/steps/index.js";
import type { PersistenceFailures } from "../../../starter/replicas/persistence.js";
import { scenarioWith, wait } from "../../support/flow.js";

export { wait };

/** Which replica it is: the one that the mediator names first, or another one. */
type Role = "primary" | "secondary";

/** What a replica hands updates down to: how the given persistence fails, or a probe that plays one. */
type Persistence = Extract<Step, { do: "startReplica" }>["persistence"];

/** Makes a scenario of steps; the probes' server is started first. */
export function scenarioOf(...steps: readonly (Step | readonly Step[])[]): Scenario {
  return scenarioWith(kinds, [
    { do: "startBench" },
    ...steps.flat(),
    // What is wrong at the end may show a little later.
    { do: "wait", ms: settleMs },
  ]);
}

/** How long each scenario goes on after its last step, in milliseconds. */
const settleMs = 400;

/** A probe that answers everything, or nothing until it is told to. */
export function probe(name: string, answers: "all" | "none" = "all", server?: string): Step {
  return { do: "startProbe", probe: name, answers, ...(server === undefined ? {} : { server }) };
}

/** Probes that answer everything. */
export function probes(...names: readonly string[]): Step[] {
  return names.map((name) => probe(name));
}

/** A further server for probes. */
export function bench(server: string): Step {
  return { do: "startBench", server };
}

/** A client of which there is only a ref, with this id: others send for it. */
export function absentClient(name: string, server: string, id: number): Step {
  return { do: "startProbe", probe: name, server, id };
}

/** A replica whose mediator is a probe, which gives it its role. By default its persistence is the given one. */
export function replica(server: string, role: Role, persistence: Persistence = "never"): Step[] {
  const mediator = `mediator of ${server}`;
  return [
    { do: "startProbe", probe: mediator, role },
    { do: "startReplica", server, mediator, persistence },
    { do: "wait", ms: joinMs },
  ];
}

/**
 * The replica `r1` and the probes that it knows, of which the persistence answers nothing until it is told to.
 *
 * @param throws for how many of the first requests the persistence throws.
 */
export function replicaAmong(names: readonly string[], role: Role, throws = 0): Step[] {
  return [
    ...probes(...names),
    probe("persistence", "none"),
    ...replica("r1", role, { probe: "persistence", throws }),
  ];
}

/** A replica whose mediator does not answer until {@link assignRole}. */
export function waitingReplica(server: string): Step[] {
  const mediator = `mediator of ${server}`;
  return [
    { do: "startProbe", probe: mediator },
    { do: "startReplica", server, mediator, persistence: "never" },
    { do: "wait", ms: joinMs },
  ];
}

/** The mediator tells a replica its role; a primary also learns that it is alone. */
export function assignRole(server: string, role: Role): Step[] {
  const type = role === "primary" ? "joinedPrimary" : "joinedSecondary";
  const joined: Step = { do: "tell", from: `mediator of ${server}`, to: server, message: { type } };
  return role === "primary" ? [joined, members(server)] : [joined];
}

/** How long a replica may take to join and to learn its role, in milliseconds. */
const joinMs = 100;

/** A client inserts a value; `replyTo` is where the answer goes, if not to the probe that sends it. */
export function insert(
  to: string,
  key: string,
  value: string,
  id: number,
  from = "client",
  replyTo = from,
): Step {
  const message = { type: "insert", key, value, id, replyTo: `@${replyTo}` } as const;
  return { do: "tell", from, to, message };
}

/** A client removes a key. */
export function remove(to: string, key: string, id: number, from = "client"): Step {
  return { do: "tell", from, to, message: { type: "remove", key, id, replyTo: `@${from}` } };
}

/** A client reads a key. */
export function get(to: string, key: string, id: number, from = "client"): Step {
  return { do: "tell", from, to, message: { type: "get", key, id, replyTo: `@${from}` } };
}

/** A probe in the place of a primary asks a replicator to replicate. */
export function replicate(to: string, key: string, value: string | null, id: number): Step {
  const message = { type: "replicate", key, value, id, replyTo: "@primary" } as const;
  return { do: "tell", from: "primary", to, message };
}

/** A probe in the place of a replicator sends a snapshot. */
export function snapshot(
  to: string,
  key: string,
  value: string | null,
  seq: number,
  from = "replicator",
): Step {
  const message = { type: "snapshot", key, value, seq, replyTo: `@${from}` } as const;
  return { do: "tell", from, to, message };
}

/** The given mediator. */
export function mediator(server: string, lossy: boolean): Step {
  return { do: "startMediator", server, lossy };
}

/** A replica that joins at the given mediator, with the given persistence. */
export function joining(server: string, mediator: string, fails: PersistenceFailures): Step[] {
  return [{ do: "startReplica", server, mediator, persistence: fails }, wait(joinMs)];
}

/** The mediator tells a primary who is in the cluster; itself is among them. */
export function members(primary: string, ...secondaries: readonly string[]): Step {
  return membersInOrder(primary, primary, ...secondaries);
}

/** The mediator tells a primary who is in the cluster, in this order; itself must be among them. */
export function membersInOrder(primary: string, ...names: readonly string[]): Step {
  const replicas = names.map((name) => `@${name}`);
  return {
    do: "tell",
    from: `mediator of ${primary}`,
    to: primary,
    message: { type: "replicas", replicas },
  };
}

/** A probe answers what it has received and not answered, as far as it is chosen. */
export function answer(name: string, choice: Omit<Answer, "do" | "probe"> = {}): Step {
  return { do: "answer", probe: name, ...choice };
}

/** From now on a probe answers everything, or nothing. */
export function setAnswers(name: string, answers: "all" | "none"): Step {
  return { do: "setAnswers", probe: name, answers };
}
