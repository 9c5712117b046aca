import type { StoreSnapshot } from "../history/recorded_run.js";
import type { History, HistoryRecord } from "../history/history.js";
import type { EventBase, Note, PictureWords, Request } from "./page/model.js";

/** What drawing a run must know of an assignment. */
export interface PictureSpec {
  /** Default: actors have no names, nothing is a query, and records of the assignment's own are not shown. */
  readonly picture?: LabPicture;
}

/** What pictures show of an assignment's own. */
export interface LabPicture {
  readonly words: PictureWords;
  /** The servers of a run in the order in which they are shown, with those of their actors that have names. */
  readonly servers: (history: History) => readonly ShownServer[];
  /** The request that a record of a history is about; undefined for other records. */
  readonly requestOf: (record: HistoryRecord, history: History) => ShownRequest | undefined;
  /** What actors hold that follows from the history, beside what a probe has seen; default: nothing. */
  readonly derivedStores?: (history: History) => readonly StoreSnapshot[];
  /** What else a record of the assignment's own is in the picture; undefined for what is not shown. */
  readonly noteOf: (record: HistoryRecord) => ShownNote | undefined;
}

/** A server with the lanes of its actors. */
export interface ShownServer {
  readonly server: string;
  /** The uid is absent when the history does not show it. */
  readonly actors: readonly ShownActor[];
}

/** An actor of a server. */
export interface ShownActor {
  readonly name: string;
  readonly uid?: string;
  /** False for an actor that holds nothing that can be shown; default: true. */
  readonly stores?: false;
}

/** A client's call that reads or changes what actors hold. Times are milliseconds since the run began. */
export interface ShownRequest extends Omit<Request, "type" | keyof EventBase> {
  /** The actor that was asked; undefined when it was none of a server's. */
  readonly actor: string | undefined;
  readonly startMs: number;
}

/** Something that happened on a lane, in words. */
export interface ShownNote extends Omit<Note, "type" | "lane" | "records"> {
  /** The name of the lane, which is made when there is none; undefined for that of the scenario. */
  readonly lane: string | undefined;
}
