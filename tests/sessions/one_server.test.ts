/**
 * Goal: one server stores what clients put, and shows it to all of them; the output has the right form.
 *
 * Method: scripts for the master. What only these tests catch: values that are cut or trimmed, keys that are looked up in
 * objects with built-in properties, clients that hang without a server, commands that are carried out in part.
 */
import type { LabTest } from "../../grader/suite/suite_spec.js";
import { printing, script, scriptTest } from "./script.js";

const common = { group: "OneServer", section: "2" } as const;

/** The tests of this suite, in the order in which they are reported. */
export const tests: readonly LabTest[] = [
  scriptTest({
    ...common,
    id: "OneServerPutGet",
    points: 2,
    goal: "One server and two clients: puts, gets, and an overwritten value.",
    rule: "A get shows the value that was put last; a key that was never put is ERR_KEY.",
    real: true,
    script: script(`
      joinServer 0
      joinClient 1 0
      joinClient 2 0
      get 1 city -> city:ERR_KEY
      put 1 city Oslo
      get 1 city -> city:Oslo
      get 2 city -> city:Oslo
      put 2 city Rome
      get 1 city -> city:Rome
      get 2 city -> city:Rome
      get 2 river -> river:ERR_KEY
      put 1 city Oslo
      put 2 city Rome
      put 2 city Rome
      get 1 city -> city:Rome
      put 1 city Oslo
      get 2 city -> city:Oslo
      put 2 city Rome
      get 2 river -> river:ERR_KEY
      printStore 0 -> city:Rome
    `),
  }),
  scriptTest({
    ...common,
    id: "OneServerValues",
    points: 2,
    goal: "Values with blanks, colons, quotation marks and nothing in them, and keys that are names of built-in properties.",
    rule: "Keys and values are texts; a value extends to the end of its line. printStore prints sorted by key.",
    script: [
      ...script(`
        joinServer 7
        joinClient 0 7
        get 0 constructor -> constructor:ERR_KEY
        get 0 __proto__ -> __proto__:ERR_KEY
        put 0 time 12:30:00
        put 0 quote "it's" \\n {"a":1}
      `),
      printing("put 0 poem roses are  red "),
      printing("put 0 empty "),
      ...script(`
        put 0 __proto__ odd
        put 0 toString even
        get 0 time -> time:12:30:00
        get 0 quote -> quote:"it's" \\n {"a":1}
        get 0 __proto__ -> __proto__:odd
        get 0 hasOwnProperty -> hasOwnProperty:ERR_KEY
      `),
      printing("get 0 poem", "poem:roses are  red "),
      printing("get 0 empty", "empty:"),
      printing(
        "printStore 7",
        ...["__proto__:odd", "empty:", "poem:roses are  red "],
        ...['quote:"it\'s" \\n {"a":1}', "time:12:30:00", "toString:even"],
      ),
    ],
  }),
  scriptTest({
    ...common,
    id: "OneServerNoConnection",
    points: 2,
    file: "sessions/client.ts",
    goal: "A client whose link is broken, and one whose server is killed and comes back.",
    rule: "Without a connection, put and get print ERR_CONN and change nothing. A restored link works again.",
    script: script(`
      joinServer 0
      joinClient 1 0
      put 1 tea green
      breakConnection 0 1
      breakConnection 1 0
      get 1 tea -> tea:ERR_CONN
      put 1 tea black -> tea:ERR_CONN
      put 1 mug red -> mug:ERR_CONN
      printStore 0 -> tea:green
      createConnection 1 0
      createConnection 0 1
      get 1 tea -> tea:green
      get 1 mug -> mug:ERR_KEY
      killServer 0
      get 1 tea -> tea:ERR_CONN
      joinServer 0
      get 1 tea -> tea:ERR_CONN
      put 1 tea black -> tea:ERR_CONN
      createConnection 1 0
      get 1 tea -> tea:ERR_DEP
      put 1 tea white
      get 1 tea -> tea:white
      printStore 0 -> tea:white
    `),
  }),
  scriptTest({
    ...common,
    id: "OneServerBadCommands",
    points: 1,
    goal: "Commands that do not exist, miss words, or name ids that are taken or unknown.",
    rule: "A bad command changes nothing, and the script goes on.",
    script: script(`
      joinServer 0
      joinClient 1 0
      frobnicate 1 -> (refused)
      joinServer 1 -> (refused)
      joinClient 0 0 -> (refused)
      joinClient 7 8 -> (refused)
      killServer 1 -> (refused)
      killServer 9 -> (refused)
      put 1 key -> (refused)
      get 5 key -> (refused)
      printStore 1 -> (refused)
      breakConnection 0 9 -> (refused)
      put 1 key value
      get 1 key -> key:value
      joinClient 7 0
      get 7 key -> key:value
    `),
  }),
];
