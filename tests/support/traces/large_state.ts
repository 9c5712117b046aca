import { course } from "../../../grader/labs/cmud/manifest.js";
import { mark, paced, parallel, together, wait } from "../flow.js";
import { pick } from "../pick.js";
import { startServer } from "../place.js";
import { get, list, put, putLong, scenarioOf, valueOf } from "../steps.js";
import { maxLatencyMs, pacedWithReads, remoteLimitMs, waitPast } from "../timing.js";
import type { Trace } from "./trace.js";

const [first, neighbour, second, third] = ["s1/0", "s1/1", "s2/0", "s3/0"] as const;

/** How long the first server waits before the next one starts; see `startup.ts`. */
const oldAgeMs = 2_500;

/** How long a transfer of more than is promised to be quick may take, in milliseconds. */
const patientMs = 20_000;

/** As long as JSON makes a character: seven characters in JSON inside JSON. */
const longCharacter = "\u0001";

/** The prefixes of the old keys; a List of all of them is too long. */
const parts = ["old.0.", "old.1.", "old.2."] as const;

/**
 * With the last of the overwrites almost four million characters, which is as much as must be transferred in time, in as
 * many keys as a store may have, with the others: whatever is added to each entry counts, and so does the length of its
 * key, of which most of the characters are in a third. One message with these is longer than a message may be.
 */
const old = Array.from({ length: 9_900 }, (_, index) => ({
  key: `${pick(parts, index)}${index} `.padEnd(index < 3_420 ? 1_000 : 20, longCharacter),
  value: valueOf(`old.${index}`),
}));

/**
 * Those that are overwritten while they are transferred, all at once: with their new values close to as many characters as
 * must be visible in time.
 */
const overwritten = old.slice(3_000, 5_800).map(({ key }) => key);
const overwriting = overwritten.map((key, index) =>
  put(neighbour, key, valueOf(`old.${index}.${"x".repeat(280)}`, 2)),
);

/** A key that is overwritten again and again: the old state contains it once, a history of all Puts is far longer. */
const overwrites = Array.from({ length: 18 }, (_, index) =>
  putLong(first, "often", `${index} `, { with: "x", to: 256 * 1024 }),
);

/** Further characters, which make a transfer of everything take a while. */
const more = [
  // Nothing longer can be put. One or two of these do fit into a message, three do not.
  ...["more.most", "more.most.1", "more.most.2"].map((key) =>
    putLong(first, key, "", { with: longCharacter, to: course.limits.maxValueLength }),
  ),
  ...Array.from({ length: 24 }, (_, index) =>
    putLong(first, `more.x.${index}`, `${index} `, { with: "x", to: 100_000 }),
  ),
];

/**
 * Two characters in JSON, and four in JSON inside JSON: whoever counts the former has twice as long a message. Four of them
 * do fit into a message, five do not.
 */
const quotations = Array.from({ length: 5 }, (_, index) =>
  putLong(first, `more.${index}`, `${index} `, { with: '"', to: course.limits.maxValueLength }),
);

/**
 * Long values, of which few fit into a message, so that whoever sends until nothing is left, or whenever a message is
 * full, sends too often when they come at once.
 */
const crowd = Array.from({ length: 24 }, (_, index) =>
  putLong(first, `crowd.${index}`, "", { with: "x", to: 800_000 }),
);

/**
 * For twenty seconds almost as many characters a second as must be visible in time. The keys come again when even late
 * Puts have been sent.
 */
const loadEveryMs = 10;
const loadKeys = Array.from({ length: 2_000 }, (_, index) => `load.${index % 280}`);
const load = loadKeys.map((key, index) =>
  putLong(first, key, `${index} `, { with: "x", to: 19_000 }),
);
const firstLoad = load.slice(0, 300);
const loadReads = loadKeys.map((key) => get(second, key));

/** New Puts while old state is transferred, on the query actor that transfers it and on its neighbour. */
const newsEveryMs = 100;
const news = Array.from({ length: 40 }, (_, index) => `news.${index}`);
const newsPuts = news.map((key, index) =>
  put(index % 2 === 0 ? first : neighbour, key, valueOf(key)),
);
const newsReads = news.map((key) => get(third, key));

/** So many small Puts at once that whoever sends some hundreds a message has not sent them in time. */
const small = old.slice(3_420).map(({ key }, index) => put(first, key, valueOf(`small.${index}`)));

/** How long after a new server's start old keys are overwritten, in milliseconds: their transfer is under way. */
const underWayMs = 400;

/**
 * Four million characters of old state for a second server, with long values meanwhile and then for twenty seconds; more for
 * a third one, with new Puts meanwhile, some of which overwrite old ones; and then, from the mark `crowd`, long values at
 * once. The first server has two query actors, the others have one.
 */
export function largeStateTrace(): Trace {
  return {
    scenario: scenarioOf(
      [
        startServer("s1", 2),
        list(first, ""),
        together(old.map(({ key, value }) => put(first, key, value))),
        together(overwrites),
        wait(oldAgeMs),
        parallel(
          [
            startServer("s2", 1),
            mark("joined"),
            waitPast(remoteLimitMs),
            together([...parts.map((prefix) => list(second, prefix)), get(second, "often")]),
          ],
          // Both hold at once: what the old state may have, and what may be put in a second.
          [paced(loadEveryMs, firstLoad)],
        ),
        parallel(...pacedWithReads(loadEveryMs, load, loadReads, remoteLimitMs)),
        // What follows needs the memory.
        together([...new Set(loadKeys)].map((key) => put(first, key, valueOf(key)))),
        together(small),
        waitPast(remoteLimitMs),
        together(parts.map((prefix) => list(second, prefix))),
        together(more),
        wait(remoteLimitMs),
        together(quotations),
        wait(patientMs),
        startServer("s3", 1),
        parallel(...pacedWithReads(newsEveryMs, newsPuts, newsReads, remoteLimitMs), [
          wait(underWayMs),
          together(overwriting),
        ]),
        waitPast(remoteLimitMs),
        together([list(third, "news"), ...overwritten.slice(-5).map((key) => get(second, key))]),
        wait(patientMs),
        together([
          ...["more.0", "more.most", "often"].map((key) => get(third, key)),
          ...["more.0", "more.2", "more.4", "more.most.1", "more.most.2"].map((key) =>
            get(second, key),
          ),
          ...old.slice(0, 5).map(({ key }) => get(third, key)),
        ]),
        mark("crowd"),
        together(crowd),
        wait(patientMs),
        get(second, "crowd.23"),
      ],
      maxLatencyMs,
    ),
    readers: [],
  };
}
