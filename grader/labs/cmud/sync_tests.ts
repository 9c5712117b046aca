import type { CourseLimits, TestRow } from "./types.js";

/** The tests of syncing on one server, between servers, and of servers that start late. */
export function syncTests(limits: CourseLimits): TestRow[] {
  const local: Place = {
    group: "LocalSync",
    section: "5.1",
    deadline: inMs(limits.localVisibilityMs),
  };
  const remote: Place = {
    group: "RemoteSync",
    section: "5.2",
    deadline: inMs(limits.remoteVisibilityMs),
  };
  return [
    ...family(local, "Basic", "5.1", basic(local, LOCAL_SHAPES)),
    ...family(local, "Frequency", "5.1", frequency(local, LOCAL_SHAPES, limits)),
    ...family(local, "Size", "5.1", size(LOCAL_SHAPES)),
    ...family(local, "LWW", "5", lww("four query actors of one server")),
    ...stress(local, [TWO_LOCAL, FOUR_LOCAL]),
    ...family(remote, "Basic", "5.2", basic(remote, SINGLE_SHAPES)),
    ...family(remote, "Local", "5.2", basic(remote, MULTI_SHAPES)),
    ...family(remote, "Frequency", "5.2", frequency(remote, MULTI_SHAPES, limits)),
    ...family(remote, "Size", "5.2", size(MULTI_SHAPES)),
    ...noBroadcast(remote),
    ...family(remote, "LWW", "5", lww("four servers with one query actor each")),
    ...serverStartup(remote),
    ...stress(remote, ["2 servers with 4 query actors each", "4 servers with 4 query actors each"]),
  ];
}

interface Place {
  readonly group: "LocalSync" | "RemoteSync";
  readonly section: string;
  /** The visibility limit, in words. */
  readonly deadline: string;
}

const TWO_LOCAL = "one server with 2 query actors";
const FOUR_LOCAL = "one server with 4 query actors";
const LOCAL_SHAPES = [TWO_LOCAL, TWO_LOCAL, FOUR_LOCAL, FOUR_LOCAL];
const SINGLE_SHAPES = [
  ...twice("2 servers with one query actor each"),
  ...twice("4 servers with one query actor each"),
];
const MULTI_SHAPES = [
  ...twice("2 servers with 4 query actors each"),
  ...twice("4 servers with 4 query actors each"),
];

type Text = Pick<TestRow, "goal" | "rule">;

/** Numbers a family's tests from 1 on. */
function family(place: Place, name: string, section: string, texts: readonly Text[]): TestRow[] {
  return texts.map((text, index) => ({
    id: `${place.group}${name}${index + 1}`,
    parts: ["final"],
    group: place.group,
    points: 1,
    section,
    ...text,
    file: "kvserver/query_actor.ts",
  }));
}

function basic(place: Place, shapes: readonly string[]): Text[] {
  return shapes.map((shape, index) => ({
    goal: `On ${shape}: puts ${onOneOrAll(index)}, waits the visibility limit of ${place.deadline}, and gets the keys from every query actor.`,
    rule: `A put is visible on every other ${place.group === "LocalSync" ? "query actor of its server" : "server's query actors"} within ${place.deadline}, and travels by messages between actors.`,
  }));
}

function frequency(
  place: Place,
  shapes: readonly string[],
  { messagesPerSecond }: CourseLimits,
): Text[] {
  return shapes.map((shape, index) => ({
    goal: `On ${shape}: puts ${onOneOrAll(index)} every 10 ms for 3 seconds, then lists on every query actor.`,
    rule: `However many puts it takes, an actor sends at most ${messagesPerSecond} messages in any second to each other actor; all puts are visible within ${place.deadline}.`,
  }));
}

function size(shapes: readonly string[]): Text[] {
  return shapes.map((shape, index) => ({
    goal: `On ${shape}: measures the bytes that are sent for puts ${onOneOrAll(index)}, adds 1,000 other keys, and measures the same round again.`,
    rule: "Sync messages carry what is new and not the whole store: their size depends on the new puts, and they are not excessively redundant.",
  }));
}

function lww(where: string): Text[] {
  const rule =
    "The last writer wins: of two puts of a key, the one with the later server-side time is the value everywhere, whichever arrives last.";
  return [
    {
      goal: `On ${where}: puts keys on two actors, 10 ms apart, and others on all actors at the same instant.`,
      rule,
    },
    {
      goal: `On ${where}: puts keys on two actors, then overwrites them on the actor whose puts won; overwrites others several times within a millisecond.`,
      rule,
    },
    { goal: `On ${where}: puts one key on two actors, then overwrites it on a third one.`, rule },
    {
      goal: `On ${where}: puts a value, another one elsewhere, and then the first value again.`,
      rule: `${rule} A put of the value that is already there is a new put with a new time.`,
    },
  ];
}

function stress(place: Place, shapes: readonly string[]): TestRow[] {
  const texts = shapes.map((shape) => ({
    goal: `On ${shape}, with four clients for each: 100 random gets, puts and lists per client over two visibility limits, then one list on every query actor.`,
    rule: "All query actors come to the same state, and no key is lost (eventual consistency).",
  }));
  return family(place, "Stress", place.section, texts);
}

function noBroadcast(place: Place): TestRow[] {
  const texts = ["one query actor", "4 query actors"].map((sender) => ({
    goal: `Puts keys on a server with ${sender}, between an older and a newer server with 4 query actors each and one with a single one, and looks which actors are sent each put.`,
    rule: "A put is sent once to a remote server and not separately to each of its query actors.",
  }));
  return family(place, "NoBcast", "5.2", texts);
}

function serverStartup({ deadline }: Place): TestRow[] {
  const oldState = `A new server gets the state of the older ones, and every query actor of it shows that state within ${deadline}.`;
  const fromTheStart =
    "From the moment when servers know of each other, new puts are synced, also while the old state is still on its way.";
  const texts: Text[] = [
    {
      goal: "Puts keys on one server with one query actor, starts a second server, and reads the keys there.",
      rule: oldState,
    },
    {
      goal: "Puts keys on every actor of a server with 4 query actors, starts a second such server, and reads the keys on all of its actors.",
      rule: oldState,
    },
    {
      goal: "Starts a second server, puts keys on the first one while it starts and on the second one as soon as it runs, and reads all of them on both.",
      rule: fromTheStart,
    },
    {
      goal: "Puts keys on two servers with 4 query actors each, before, while and right after the second one starts, in five orders, and reads them everywhere.",
      rule: `${fromTheStart} Of concurrent puts the last writer's wins everywhere.`,
    },
    {
      goal: "Starts four servers with 4 query actors each one after the other, with puts on every older server while each joins.",
      rule: `${oldState} ${fromTheStart}`,
    },
  ];
  return texts.map((text, index) => ({
    id: `ServerStartup${index + 1}`,
    parts: ["final"],
    group: "ServerStartup",
    points: 1,
    section: "5.2",
    ...text,
    file: "kvserver/server.ts",
  }));
}

function onOneOrAll(index: number): string {
  return index % 2 === 0 ? "on one query actor" : "distinct keys on all query actors";
}

function twice(shape: string): string[] {
  return [shape, shape];
}

function inMs(ms: number): string {
  return `${ms.toLocaleString("en-US")} ms`;
}
