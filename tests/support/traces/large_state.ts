import { course } from "../../../grader/labs/cmud/manifest.js";
import type { Step } from "../../../grader/labs/cmud/steps/index.js";
import { mark, together, wait } from "../flow.js";
import { startServer } from "../place.js";
import { get, list, put, scenarioOf, valueOf } from "../steps.js";
import { maxLatencyMs, remoteLimitMs, waitPast } from "../timing.js";
import type { Trace } from "./trace.js";

const [first, neighbour, second, third] = ["s1/0", "s1/1", "s2/0", "s3/0"] as const;

/** How long the first server waits before the next one starts; see `startup.ts`. */
const oldAgeMs = 2_500;

/** How long a transfer of more than is promised to be quick may take, in milliseconds. */
const patientMs = 20_000;

/** As long as JSON makes a character: seven characters in JSON inside JSON. */
const longCharacter = "\u0001";

/**
 * With the short entries and the last of the overwrites almost four million characters, which is as much as must be
 * transferred in time; one message with all of them is longer than a message may be.
 */
const large = Array.from({ length: 363 }, (_, index) => ({
  key: `large.${index}`,
  value: `${index} ${longCharacter.repeat(10_000)}`,
}));

/** The keys of short entries, which many of the messages with old state can carry. */
const short = Array.from({ length: 2_400 }, (_, index) => `short.${index}`);

/** A key that is overwritten again and again: the old state contains it once, a history of all Puts is far longer. */
const overwrites = Array.from({ length: 18 }, (_, n) => `${n} ${"x".repeat(256 * 1024)}`);

/** Further characters, which make a transfer of everything take a while. */
const more = [
  ...Array.from({ length: 58 }, (_, index) => ({
    key: `more.${index}`,
    value: `${index} ${"x".repeat(100_000)}`,
  })),
  // Nothing longer can be put, but it does fit into a message.
  { key: "more.most", value: longCharacter.repeat(course.limits.maxValueLength) },
];

/** Three million characters in the keys of many entries. */
const longKeys = Array.from({ length: 3_000 }, (_, index) => ({
  key: `keys.${index} `.padEnd(1_024, longCharacter),
  value: valueOf(`keys.${index}`),
}));

/** One string for all of them, since the test keeps it in memory. */
const long = "x".repeat(800_000);

/**
 * Long values, of which few fit into a message, so that whoever sends until nothing is left, or whenever a message is
 * full, sends too often when they come at once.
 */
const crowd = Array.from({ length: 20 }, (_, index) => ({
  key: `crowd.${index}`,
  value: long,
}));

/** New Puts while old state is transferred, on the query actor that transfers it and on its neighbour. */
const news = Array.from({ length: 10 }, (_, index) => `news.${index}`);

/**
 * Four million characters of old state for a second server; more for a third one, with new Puts meanwhile, some of which
 * overwrite old ones; and then, from the mark `crowd`, many long keys and long values at once. The first server has two
 * query actors, the others have one.
 */
export function largeStateTrace(): Trace {
  return {
    scenario: scenarioOf(
      [
        startServer("s1", 2),
        list(first, ""),
        together([
          ...large.map(({ key, value }) => put(first, key, value)),
          ...short.map((key) => put(first, key, valueOf(key, 1))),
        ]),
        together(overwrites.map((value) => put(first, "often", value))),
        wait(oldAgeMs),
        startServer("s2", 1),
        mark("joined"),
        waitPast(remoteLimitMs),
        together([
          list(second, "short"),
          ...[...large.map(({ key }) => key), "often"].map((key) => get(second, key)),
        ]),
        together(more.map(({ key, value }) => put(first, key, value))),
        wait(patientMs),
        startServer("s3", 1),
        ...news.flatMap((key, index): Step[] => [
          put(index % 2 === 0 ? first : neighbour, key, valueOf(key)),
          wait(40),
        ]),
        // Nothing between the first and the last entries is left to be transferred.
        together(short.map((key) => put(neighbour, key, valueOf(key, 2)))),
        waitPast(remoteLimitMs),
        list(third, "news"),
        wait(patientMs),
        together(["large.0", "more.0", "more.most", "often"].map((key) => get(third, key))),
        mark("crowd"),
        together([...longKeys, ...crowd].map(({ key, value }) => put(first, key, value))),
        wait(patientMs),
        list(second, "keys"),
      ],
      maxLatencyMs,
    ),
    readers: [],
  };
}
