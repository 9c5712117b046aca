import { groupBy } from "../../base/group_by.js";
import type { History, HistoryRecord } from "../../history/history.js";
import type { LabPicture, ShownActor, ShownRequest } from "../../picture/picture_spec.js";
import { Facts } from "./oracle/facts.js";
import { Names } from "./reading/names.js";
import { uidOf, type ToldOf } from "./reading/told.js";
import { valueInWords } from "./reading/words.js";

/** How pictures show the runs of this assignment. */
export const picture: LabPicture = {
  words: {
    ...{ write: "insert or remove", read: "get", own: "timer" },
    ...{ local: "message within a server", remote: "message between servers" },
    ...{ actor: "Actor", key: "Key", stores: "Stores" },
  },

  servers(history: History) {
    const names = new Names(history);
    return [...groupBy(names.all, ({ server }) => server)].map(([server, actors]) => ({
      server,
      actors: actors.map(({ uid, part }): ShownActor => {
        const name = names.laneOf(uid);
        return part === "replica" ? { name, uid } : { name, uid, stores: false };
      }),
    }));
  },

  requestOf: (record, history) => requestsOf(history).get(record),

  // Everything else is a message, or a record of any assignment.
  noteOf: () => undefined,
};

const read = new WeakMap<History, ReadonlyMap<HistoryRecord, ShownRequest>>();

/** The requests of clients, by the records of their first messages. */
function requestsOf(history: History): ReadonlyMap<HistoryRecord, ShownRequest> {
  const known = read.get(history);
  if (known !== undefined) return known;
  const facts = new Facts(history);
  const requests = [
    ...facts.updates.map((update): [number, ShownRequest] => {
      const { asked, key, value, replies } = update;
      const [reply] = replies;
      const isAcked = reply?.message.type === "operationAck";
      const outcome = reply === undefined ? "no answer" : isAcked ? "acknowledged" : "failed";
      const words = value === null ? `remove ${key}` : `${key} = ${valueInWords(value)}`;
      return [
        asked.index,
        {
          ...common(facts, asked, reply?.atMs),
          look: "write",
          words: `${words}${isAcked ? "" : ` (${outcome})`}`,
          shown: { [key]: value },
          ...(isAcked ? {} : { error: outcome }),
        },
      ];
    }),
    ...facts.reads.map(({ asked, replies }): [number, ShownRequest] => {
      const { key } = asked.message;
      const [reply] = replies;
      return [
        asked.index,
        {
          ...common(facts, asked, reply?.atMs),
          look: "read",
          words: reply === undefined ? `${key} ✗` : `${key} → ${valueInWords(reply.message.value)}`,
          shown: reply === undefined ? {} : { [key]: reply.message.value },
          ...(reply === undefined ? { error: "no answer" } : {}),
        },
      ];
    }),
  ];
  const byRecord = new Map(
    requests.flatMap(([index, request]) => {
      const record = history.records[index];
      return record === undefined ? [] : [[record, request] as const];
    }),
  );
  read.set(history, byRecord);
  return byRecord;
}

function common(
  facts: Facts,
  asked: ToldOf<"insert" | "remove" | "get">,
  endMs = facts.endOf(asked.to),
): Pick<ShownRequest, "client" | "actor" | "startMs" | "endMs" | "key"> {
  const { key, replyTo } = asked.message;
  return {
    client: facts.names.of(uidOf(replyTo)),
    actor: facts.names.laneOf(asked.to),
    startMs: asked.atMs,
    endMs,
    key,
  };
}
