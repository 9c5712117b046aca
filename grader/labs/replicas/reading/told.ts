import type { History } from "../../../history/history.js";
import type { ProtocolMessage } from "../steps/index.js";

/** A message of the protocols, as its sender sent it. */
export interface Told<M extends ProtocolMessage = ProtocolMessage> {
  readonly atMs: number;
  /** The uids of the sender and the receiver. */
  readonly from: string;
  readonly to: string;
  readonly message: M;
  /** The index of its record in the history. */
  readonly index: number;
}

/** A message of a type. */
export type ToldOf<T extends ProtocolMessage["type"]> = Told<
  Extract<ProtocolMessage, { readonly type: T }>
>;

const protocolTypes: ReadonlySet<string> = new Set<ProtocolMessage["type"]>([
  "insert",
  "remove",
  "get",
  "operationAck",
  "operationFailure",
  "getResult",
  "join",
  "leave",
  "joinedPrimary",
  "joinedSecondary",
  "replicas",
  "caughtUp",
  "findPrimary",
  "primaryIs",
  "replicateKeys",
  "keySet",
  "persist",
  "persisted",
  "replicate",
  "replicated",
  "snapshot",
  "snapshotAck",
]);

const read = new WeakMap<History, readonly Told[]>();

/** The messages of the protocols in a history, in the order of time; what actors tell themselves is not among them. */
export function told(history: History): readonly Told[] {
  const known = read.get(history);
  if (known !== undefined) return known;
  const all = history.records.flatMap((record, index): Told[] => {
    if (record.type !== "tell" || record.text === undefined) return [];
    const message = parse(record.text);
    if (message === undefined) return [];
    return [{ atMs: record.atMs, from: record.from, to: record.to, message, index }];
  });
  all.sort((a, b) => a.atMs - b.atMs || a.index - b.index);
  read.set(history, all);
  return all;
}

/** The messages of a type, in the order of time. */
export function toldOf<T extends ProtocolMessage["type"]>(
  history: History,
  type: T,
): readonly ToldOf<T>[] {
  return told(history).filter((one): one is ToldOf<T> => one.message.type === type);
}

/** A ref as it stands in a message, as a uid. */
export function uidOf(ref: { readonly address: string; readonly id: number }): string {
  return `${ref.address}/${ref.id}`;
}

function parse(text: string): ProtocolMessage | undefined {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof message !== "object" || message === null || !("type" in message)) return undefined;
  return protocolTypes.has(String(message.type)) ? (message as ProtocolMessage) : undefined;
}
