/**
 * What the page draws: plain data, written into the file as JSON. Records of the history have become events on
 * lanes; each text is kept once, and events name texts by their index.
 */
export interface PictureModel {
  readonly title: string;
  /** What was run and how it ended, in a few words each. */
  readonly facts: readonly string[];
  readonly words: PictureWords;
  /** What failed, for people; null when nothing did. */
  readonly message: string | null;
  /** The command that repeats the run. */
  readonly replay: string;
  /** The conditions of a simulated run, in words. */
  readonly conditions: readonly string[];
  /** What the picture does not show, and why; sentences. */
  readonly remarks: readonly string[];
  /** When the last thing happened, in milliseconds since the run began. */
  readonly untilMs: number;
  readonly lanes: readonly Lane[];
  /** Texts of messages, each once. */
  readonly texts: readonly string[];
  /** The values that clients write, in the order in which they write them. */
  readonly values: readonly string[];
  /** The keys that occur in requests and stores, sorted. */
  readonly keys: readonly string[];
  /** In the order of their times. */
  readonly events: readonly PictureEvent[];
  readonly bands: readonly Band[];
  readonly findings: readonly PictureFinding[];
  readonly stores: Stores;
}

/** What things are called in the assignment. */
export interface PictureWords {
  /** The names of requests that change something, and of those that do not: `Put`, `Get or List`. */
  readonly write: string;
  readonly read: string;
  /** The names of messages within a server, and of those between servers. */
  readonly local: string;
  readonly remote: string;
  /** The name of messages that no other actor sent. */
  readonly own: string;
  /** Whoever sends messages and holds a store: `Actor`. */
  readonly actor: string;
  /** What stores hold, and what one can look at alone: `Key`. */
  readonly key: string;
  readonly stores: string;
}

/** A row of the diagram. `scenario` is the first one; servers are followed by their actors. */
export interface Lane {
  readonly kind: "scenario" | "clients" | "server" | "actor" | "other";
  readonly name: string;
  /** The server that an actor or server lane belongs to. */
  readonly server?: string;
  /** The uid of an actor, for those who read messages. */
  readonly uid?: string;
  /** False for an actor that holds nothing that could be shown. */
  readonly stores?: false;
}

/** Something that happened, and the indexes of the history's records that say so. */
export type PictureEvent = Message | OwnMessage | Request | Note;

/** What all events have. */
export interface EventBase {
  readonly atMs: number;
  /** The index of the lane on which it begins. */
  readonly lane: number;
  readonly records: readonly number[];
}

/** What became of a message between actors. */
export type Fate =
  | "arrived"
  /** Nobody handled it, although there was time enough. */
  | "lost"
  /** The run ended before it could arrive. */
  | "underWay"
  /** The history does not say; `endMs` is when it was sent. */
  | "unseen";

/** A message from an actor to another one. */
export interface Message extends EventBase {
  readonly type: "message";
  readonly toLane: number;
  /** When it was handled; if it was not, an estimate of when it should have been. */
  readonly endMs: number;
  readonly fate: Fate;
  /** Why it was lost, if that is known. */
  readonly why?: string;
  /** Whether it is a further arrival of a message that had arrived before. */
  readonly copy?: true;
  readonly bytes: number;
  readonly text?: number;
}

/** A message that an actor handled and that no other actor sent: from itself (a timer), or from its server. */
export interface OwnMessage extends EventBase {
  readonly type: "own";
  readonly text: number;
}

/** A client's call, on the lane of the actor that it asks. */
export interface Request extends EventBase {
  readonly type: "request";
  readonly look: "write" | "read";
  readonly client: string;
  readonly endMs: number;
  /** The text at its sign: `a = x`. */
  readonly words: string;
  /** The key that it is about, or the prefix of its keys; it may be about none. */
  readonly key?: string;
  readonly prefix?: string;
  /** What it wrote or showed, by key; null for keys that were absent. */
  readonly shown: Readonly<Record<string, string | null>>;
  readonly error?: string;
}

/** Anything else: a moment, or a wait. */
export interface Note extends EventBase {
  readonly type: "note";
  readonly kind: NoteKind;
  readonly words: string;
  readonly endMs?: number;
  /** More to read, such as a stack. */
  readonly detail?: string;
}

/** What a {@link Note} is about. */
export type NoteKind =
  | "mark"
  | "wait"
  | "server"
  | "fault"
  /** A fault of one text, which its arrow shows as well. */
  | "packet"
  | "crash"
  | "error"
  | "log"
  | "stats"
  | "bypass"
  | "other";

/** A span of time that is drawn behind the events of some lanes. */
export interface Band {
  readonly kind: "life" | "starting" | "partition";
  readonly fromMs: number;
  readonly untilMs: number;
  readonly lanes: readonly number[];
  readonly words: string;
}

/** A finding, with its places in the diagram. */
export interface PictureFinding {
  readonly kind: string;
  readonly message: string;
  readonly inferred: boolean;
  readonly atMs: number;
  readonly section: string;
  readonly actor: string | null;
  readonly key: string | null;
  /** Whether each value of the key may be right, although they may not differ. */
  readonly tie: boolean;
  /** How many more of the kind were omitted after it. */
  readonly more: number;
  /** The events that show it, as indexes, in the order of their times. */
  readonly events: readonly number[];
}

/** What the actors' stores held, as far as it is known. */
export interface Stores {
  /**
   * `probes`: actors were asked for everything whenever it may have changed, so keys that are missing were absent.
   * `requests`: known only from what clients wrote and read.
   */
  readonly from: "probes" | "requests";
  readonly actors: readonly ActorStore[];
}

/** What one actor's store held, key by key. */
export interface ActorStore {
  readonly actor: string;
  readonly lane: number;
  /** When nothing is known of it, in the order of their times. */
  readonly unknown: readonly Span[];
  readonly keys: readonly KeyChanges[];
}

/** A span of time. */
export interface Span {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** The values of a key, in the order of their times; null where it was absent. */
export interface KeyChanges {
  readonly key: string;
  readonly atMs: readonly number[];
  readonly values: readonly (string | null)[];
}
