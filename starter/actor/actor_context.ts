import { inspect } from "node:util";
import type { ActorContext } from "./actor.js";
import type { ActorCell } from "./actor_cell.js";
import { isChannelId, threadOf } from "./actor_ids.js";
import { requireRef, uid, type ActorRef } from "./actor_ref.js";
import type { ActorTable } from "./actor_table.js";
import { encodeMessage } from "./message_text.js";

/** What contexts need from their host. */
export interface ContextHost {
  readonly actors: ActorTable;
  /** The number of the thread within the system. */
  readonly thread: number;
  /** Sends a message of an actor. */
  send(from: ActorCell, ref: ActorRef<never>, text: string): void;
}

/** The context of an actor. */
export function contextOf(cell: ActorCell, host: ContextHost): ActorContext<unknown> {
  const { self, timers } = cell;
  const { actors } = host;
  const { platform } = actors;
  const isLocal = (ref: ActorRef<never>): boolean => ref.address === self.address;
  return {
    self,
    tell: (ref, message) => {
      host.send(cell, ref, encode(ref, message));
    },
    tellAfter: (ref, message, delayMs) => {
      const text = encode(ref, message);
      return timers.after(delayMs, () => {
        host.send(cell, ref, text);
      });
    },
    tellEvery: (ref, message, intervalMs) => {
      const text = encode(ref, message);
      return timers.every(intervalMs, () => {
        host.send(cell, ref, text);
      });
    },
    startChild: (props) => actors.startChild(cell, props),
    stop: (ref) => {
      requireRef(ref);
      const stopped = isLocal(ref) ? actors.get(ref.id) : undefined;
      if (stopped === cell) cell.askToStop();
      else if (stopped?.parent === cell) actors.stop(stopped);
      else if (stopped !== undefined || !isLocal(ref) || threadOf(ref.id) !== host.thread) {
        throw new TypeError(
          `an actor stops itself and its children, and not ${uid(ref)}; send that a message which asks it to stop`,
        );
      }
    },
    watch: (ref) => {
      requireRef(ref);
      if (!isLocal(ref) || isChannelId(ref.id)) throw new TypeError(whyNotWatched(ref));
      actors.watch(cell, ref.id);
    },
    unwatch: (ref) => {
      requireRef(ref);
      if (isLocal(ref)) actors.unwatch(cell, ref.id);
    },
    isLocal,
    now: () => platform.now(),
    log: (...parts) => {
      const text = parts.map((part) => (typeof part === "string" ? part : inspect(part))).join(" ");
      const { trace } = platform;
      if (trace !== undefined) trace({ type: "log", actor: cell.uid, text });
      else process.stderr.write(`[${cell.uid}] ${text}\n`);
    },
  };
}

/** Encodes a message for a receiver. Throws if either is invalid. */
export function encode(ref: ActorRef<never>, message: unknown): string {
  requireRef(ref);
  return encodeMessage(message);
}

function whyNotWatched(ref: ActorRef<never>): string {
  return isChannelId(ref.id)
    ? `${uid(ref)} is a channel, and only actors can be watched`
    : `${uid(ref)} belongs to another server, and only actors of one's own server can be watched; exchange messages ` +
        "with it, and decide after how long a silence you give it up";
}
