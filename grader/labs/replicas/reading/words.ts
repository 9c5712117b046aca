import type { ProtocolMessage } from "../steps/index.js";

/** A time of the history for people, to a tenth of a millisecond, because the order of two times can matter. */
export function at(ms: number): string {
  return `${Math.round(ms * 10) / 10} ms`;
}

/** A duration for people, in whole milliseconds. */
export function inMs(ms: number): string {
  return `${Math.round(ms)} ms`;
}

/** A number of things for people: `1 snapshot`, `2 snapshots`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** A value or its absence for people. */
export function valueInWords(value: string | null): string {
  return value === null ? "absent" : JSON.stringify(value);
}

/** A message for people, such as `snapshot(k1, "v1", seq 0)`. */
export function messageInWords(message: ProtocolMessage): string {
  switch (message.type) {
    case "insert":
      return `insert(${message.key}, ${valueInWords(message.value)}, id ${message.id})`;
    case "remove":
    case "get":
      return `${message.type}(${message.key}, id ${message.id})`;
    case "operationAck":
    case "operationFailure":
      return `${message.type}(id ${message.id})`;
    case "getResult":
      return `getResult(${message.key}, ${valueInWords(message.value)}, id ${message.id})`;
    case "persist":
    case "replicate":
      return `${message.type}(${message.key}, ${valueInWords(message.value)}, id ${message.id})`;
    case "persisted":
    case "replicated":
      return `${message.type}(${message.key}, id ${message.id})`;
    case "snapshot":
      return `snapshot(${message.key}, ${valueInWords(message.value)}, seq ${message.seq})`;
    case "snapshotAck":
      return `snapshotAck(${message.key}, seq ${message.seq})`;
    case "replicas":
      return `replicas(${countOf(message.replicas.length, "replica")})`;
    case "replicateKeys":
      return `replicateKeys(${message.keys.join(", ")})`;
    case "keySet":
      return `keySet(${message.keys.join(", ")}, seq ${message.seq})`;
    case "join":
    case "leave":
    case "ping":
    case "pong":
    case "caughtUp":
    case "findPrimary":
    case "primaryIs":
    case "joinedPrimary":
    case "joinedSecondary":
      return message.type;
    default:
      return message satisfies never;
  }
}
