import type { History, HistoryRecord } from "../history/history.js";
import type { NoteKind } from "./page/model.js";

/** What drawing a run must know of an assignment. */
export interface PictureSpec {
  /** Default: actors have no names, nothing is a query, and records of the assignment's own are not shown. */
  readonly picture?: LabPicture;
}

/** What pictures show of an assignment's own. */
export interface LabPicture {
  /** The servers of a run in the order in which they are shown, with those of their actors that have names. */
  readonly servers: (history: History) => readonly ShownServer[];
  /** The query that a record is about; undefined for other records. */
  readonly queryOf: (record: HistoryRecord) => ShownQuery | undefined;
  /** What else a record of the assignment's own is in the picture; undefined for what is not shown. */
  readonly noteOf: (record: HistoryRecord) => ShownNote | undefined;
}

/** A server with the lanes of its actors. */
export interface ShownServer {
  readonly server: string;
  /** The uid is absent when the history does not show it. */
  readonly actors: readonly { readonly name: string; readonly uid?: string }[];
}

/** A client's call that reads or changes what actors hold. Times are milliseconds since the run began. */
export interface ShownQuery {
  readonly method: "get" | "put" | "list";
  readonly client: string;
  /** The actor that was asked; undefined when it was none of a server's. */
  readonly actor: string | undefined;
  readonly startMs: number;
  readonly endMs: number;
  /** The key, or the prefix of a List. */
  readonly key: string;
  /** What was put, or what a Get showed (null: not present); absent for Lists and failed Gets. */
  readonly value?: string | null;
  /** What a List showed. */
  readonly entries?: Readonly<Record<string, string>>;
  readonly error?: string;
}

/** Something that happened on a lane, in words. */
export interface ShownNote {
  /** The name of the lane, which is made when there is none; undefined for that of the scenario. */
  readonly lane: string | undefined;
  readonly kind: NoteKind;
  readonly atMs: number;
  readonly endMs?: number;
  readonly words: string;
  /** More to read. */
  readonly detail?: string;
}
