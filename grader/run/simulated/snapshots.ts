import { isDeepStrictEqual } from "node:util";
import type { TraceEvent } from "../../../starter/platform/platform.js";
import type { HistoryRecord } from "../../history/history.js";
import type { StoreSnapshot } from "../../history/recorded_run.js";
import { serverOf, type ActorName } from "../../history/scenario.js";
import { treeOn } from "../staged_tree.js";
import type { HaltedRun, Probe } from "../step_kind.js";
import { worldOf, type SimulatedTree } from "./job_world.js";
import type { SimJob } from "./sim_job.js";

/** A run is repeated no more often than this; what nobody has looked at by then stays unknown. */
const mostRuns = 60;

/** How long the world goes on after a run, so that its last changes are seen, in milliseconds of virtual time. */
const afterMs = 1;

type Entries = Readonly<Record<string, string>>;

/** A time at which stores may have changed. */
interface Instant {
  readonly atMs: number;
  /** The actors that can be asked then. */
  running: readonly ActorName[];
  /** Whose store it may have been: names and uids of actors, and names of servers. */
  readonly touched: Set<string>;
}

/**
 * Finds out what actors held at any time of a run.
 *
 * A store changes when its actor handles a message, so behind each message the world is halted and the actor asked. Being
 * asked can change what an actor does later. So the run is repeated, and looked into for as long as its records are those
 * of the original; from where they differ, the next repetition goes on.
 *
 * @param records of the job's run, which was detailed.
 * @returns each actor's changes in the order of their times; none when nobody can look into this assignment's actors.
 */
export async function snapshotsOf(
  job: SimJob,
  tree: SimulatedTree,
  records: readonly HistoryRecord[],
): Promise<StoreSnapshot[]> {
  const { probe } = tree.steps;
  if (probe === undefined) return [];
  const looks = new Looks(probe, instantsOf(probe, records));
  let more = true;
  for (let runs = 0; runs < mostRuns && more; runs++)
    more = await repeat(job, tree, records, looks);
  looks.giveUp();
  return looks.snapshots;
}

/** Who handles what an actor is asked, as the trace names it. */
interface Found {
  /** The uid. */
  readonly actor: string;
  readonly host: string;
}

/** Ends a repetition that is not like the original any more, or in which an actor has not answered. */
class Deviation extends Error {}

/** Runs a job once more, and looks at what is left; returns whether there is more to be seen in another repetition. */
async function repeat(
  job: SimJob,
  tree: SimulatedTree,
  records: readonly HistoryRecord[],
  looks: Looks,
): Promise<boolean> {
  let next = 0;
  const { simulation, plan, run } = worldOf(
    job,
    tree,
    (record) => {
      if (!isAlike(record, records[next++])) simulation.stop(new Deviation());
    },
    (event) => {
      looks.see(event);
    },
  );
  for (const [i, instant] of looks.left.entries()) {
    simulation.lookAt(instant.atMs, async (platform, busy) => {
      const { scenario } = job;
      const halted = { tree: treeOn(tree.treeUrl, platform), ports: plan, scenario };
      if (!(await looks.look(instant, halted, busy, i === 0))) simulation.stop(new Deviation());
    });
  }
  try {
    await run(afterMs);
    return false;
  } catch (error) {
    if (error instanceof Deviation) return looks.left.length > 0;
    throw error;
  }
}

/** What has been seen of the stores, and what is left to be looked at. */
class Looks {
  readonly snapshots: StoreSnapshot[] = [];
  readonly #probe: Probe;
  readonly #instants: readonly Instant[];
  /** The first of the instants at which nobody has looked yet. */
  #next = 0;
  /** The uids of actors, and the hosts that they are on. */
  readonly #found = new Map<ActorName, Found>();
  /** What each actor held when it was asked last; undefined when it did not say. */
  readonly #held = new Map<ActorName, Entries | undefined>();
  /** Who has handled something since the last question. */
  #handled: Found[] = [];

  constructor(probe: Probe, instants: readonly Instant[]) {
    this.#probe = probe;
    this.#instants = instants;
  }

  /** The instants at which nobody has looked yet. */
  get left(): readonly Instant[] {
    return this.#instants.slice(this.#next);
  }

  /** Takes what is traced while the world is halted. */
  see(event: TraceEvent): void {
    if (event.type === "handle") this.#handled.push(event as unknown as Found);
  }

  /**
   * Asks the actors whose stores may have changed, at the first instant that is left.
   *
   * @param busy the hosts whose actors have something else to handle first.
   * @param isFirst whether nobody has been asked before in this run.
   * @returns false when one has not answered, although it may in another run; the instant is left then.
   */
  async look(
    { atMs, running, touched }: Instant,
    halted: HaltedRun,
    busy: ReadonlySet<string>,
    isFirst: boolean,
  ): Promise<boolean> {
    // One after the other, so that it is seen who handles which question.
    for (const actor of running) {
      if (!this.#isTouched(actor, touched)) continue;
      if (busy.has(this.#found.get(actor)?.host ?? "")) {
        this.#note(atMs, actor);
        continue;
      }
      this.#handled = [];
      // An actor that is just starting, busy, or dead shows nothing.
      const answer = await this.#probe.ask(actor, halted).catch(() => undefined);
      const [found] = this.#handled;
      // Who had something else to handle first has not answered from the state that it had.
      const isAlone = this.#handled.length <= (this.#probe.questions?.(halted) ?? 1);
      const entries = isAlone ? answer : undefined;
      if (entries === undefined && !isFirst) return false;
      if (entries !== undefined && found !== undefined) this.#found.set(actor, found);
      this.#note(atMs, actor, entries);
    }
    this.#next++;
    return true;
  }

  /** What is left stays unknown. */
  giveUp(): void {
    for (const { atMs, running, touched } of this.left) {
      for (const actor of running) if (this.#isTouched(actor, touched)) this.#note(atMs, actor);
    }
  }

  /** Whether an actor's store may have changed; of one whose uid is not known, when anything happened at its server. */
  #isTouched(actor: ActorName, touched: ReadonlySet<string>): boolean {
    return touched.has(actor) || touched.has(this.#found.get(actor)?.actor ?? serverOf(actor));
  }

  #note(atMs: number, actor: ActorName, entries?: Entries): void {
    const held = this.#held.get(actor);
    this.#held.set(actor, entries);
    if (entries === undefined) {
      if (held !== undefined) this.snapshots.push({ atMs, actor });
      return;
    }
    const changed = changesOf(held ?? {}, entries);
    if (held === undefined || Object.keys(changed).length > 0) {
      this.snapshots.push({ atMs, actor, changed });
    }
  }
}

/** When stores may change: when an actor has handled something, when a server has started, and when the probe says. */
function instantsOf(probe: Probe, records: readonly HistoryRecord[]): Instant[] {
  const running = new Map<string, readonly ActorName[]>();
  const instants = new Map<number, Instant>();
  const touch = (atMs: number, ...names: readonly string[]): void => {
    const atUs = Math.round(atMs * 1_000);
    const instant = instants.get(atUs) ?? { atMs: atUs / 1_000, running: [], touched: new Set() };
    instants.set(atUs, instant);
    instant.running = [...running.values()].flat();
    for (const name of names) instant.touched.add(name);
  };
  for (const record of records) {
    if (record.type === "server") {
      if (record.event === "started") running.set(record.server, probe.actorsOf(record));
      else running.delete(record.server);
      touch(record.atMs, ...(running.get(record.server) ?? []));
    } else if (record.type === "handled") {
      touch(record.atMs, record.actor, record.server);
    }
    const changed = probe.changed?.(record);
    if (changed !== undefined) touch(changed.atMs, changed.actor);
  }
  return [...instants.values()].sort((a, b) => a.atMs - b.atMs);
}

function changesOf(before: Entries, after: Entries): Record<string, string | null> {
  const gone = Object.keys(before).filter((key) => !Object.hasOwn(after, key));
  const others = Object.entries(after).filter(
    ([key, value]) => !Object.hasOwn(before, key) || before[key] !== value,
  );
  return Object.fromEntries([...gone.map((key) => [key, null] as const), ...others]);
}

/** Whether two records say the same. Channels do not count: every question opens some, and their ids count up. */
function isAlike(a: HistoryRecord, b: HistoryRecord | undefined): boolean {
  if (isDeepStrictEqual(a, b)) return true;
  if (a.type !== "handled" || b?.type !== "handled") return false;
  const withoutChannels = (text: string): string => text.replaceAll(/"id":-\d+/g, "");
  return isDeepStrictEqual(
    { ...a, text: withoutChannels(a.text) },
    { ...b, text: withoutChannels(b.text) },
  );
}
