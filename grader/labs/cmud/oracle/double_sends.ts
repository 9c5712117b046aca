import type { TellRecord } from "../../../history/history.js";
import { groupBy } from "../reading/group_by.js";
import { at, listed } from "../reading/words.js";
import type { Facts } from "./facts.js";
import type { Wrong } from "./wrong.js";

/** A Put that was sent more often than it can be needed, by one server to another or one actor to another. */
interface DoubleSend {
  readonly value: string;
  readonly messages: readonly TellRecord[];
}

/**
 * Finds Puts that a server sends to another one in several messages, to several of its actors or again and again, and
 * those that an actor sends to another one of its server more than once. Only what is beyond every need: one message from
 * server to server is enough, whoever sends it and whoever gets it. Puts that are made, or sent, while servers start are
 * left out, and those of which the simulated world lost or doubled a message, and so are echoes and detours.
 */
export function doubleSends(facts: Facts): Wrong[] {
  if (facts.lives.healedMs !== -Infinity) return [];
  const doubles = [...facts.putsByKey.values()].flat().flatMap(({ value, startMs }) => {
    if (!facts.isUnique(value) || facts.faultsByValue.has(value)) return [];
    if (facts.isStarting(startMs)) return [];
    const sent = (facts.tellsByValue.get(value) ?? []).filter((tell) =>
      facts.steadyTells.has(tell),
    );
    return [...groupBy(sent, wayOf).values()].flatMap((messages): DoubleSend[] =>
      messages.length > 1 ? [{ value, messages }] : [],
    );
  });
  // What one server sends another twice is one mistake, however many Puts it concerns.
  return [...groupBy(doubles, ({ messages: [first] }) => first && wayOf(first)).values()].flatMap(
    (same) => wrongOf(facts, same),
  );
}

/** What one message has to be enough for: from server to server, or within one from actor to actor. */
function wayOf({ server, toServer, from, to }: TellRecord): string {
  return server === toServer ? `${from} ${to}` : `${server} ${toServer}`;
}

function wrongOf(facts: Facts, same: readonly DoubleSend[]): Wrong[] {
  const [double] = same;
  const first = double?.messages[0];
  if (double === undefined || first === undefined) return [];
  const { value, messages } = double;
  const key = [...facts.putsByKey].find(([, all]) => all.some((put) => put.value === value))?.[0];
  const actor = facts.names.queryActor(first.from);
  return [
    {
      kind: "double-send",
      atMs: messages[1]?.atMs ?? first.atMs,
      ...(actor === undefined ? {} : { actor }),
      ...(key === undefined ? {} : { key }),
      tell: () => {
        const ways = messages.map((tell) => `${facts.names.wayOf(tell)} at ${at(tell.atMs)}`);
        const remote = first.server !== first.toServer;
        const enough = remote
          ? `one message to ${first.toServer} is enough, whose actors can pass it on to each other`
          : "once is enough";
        const others = same.length - 1;
        const more =
          others === 0 ? "" : ` (${others} more Put${others === 1 ? "" : "s"} like this)`;
        return {
          message: `${value} was sent ${messages.length} times, from ${listed(ways)}; ${enough}${more}.`,
          inferred: false,
          section: remote ? "5.2" : "5.1",
          evidence: messages,
        };
      },
    },
  ];
}
