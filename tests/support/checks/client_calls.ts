import { isDeepStrictEqual } from "node:util";
import type { History } from "../../../grader/history/history.js";
import type { QueryRecord } from "../../../grader/labs/cmud/steps/index.js";
import {
  at,
  describeQuery,
  describeValue,
  listed,
} from "../../../grader/labs/cmud/reading/words.js";
import { shortText } from "../../../grader/labs/cmud/steps/short_text.js";
import { fail } from "./evidence.js";
import { fakeLinks, fakeRpcs, queries } from "../../../grader/labs/cmud/reading/views.js";

const section = "6.1";
const file = "kvclient/client.ts";

/** The expected outcome of a client's call. */
export type WantedOutcome =
  | { readonly is: "done" }
  | { readonly is: "value"; readonly value: string | null }
  | { readonly is: "entries"; readonly entries: Readonly<Record<string, string>> }
  /** Rejected with an error message, of that kind if it has one, within a time after a moment (default: the call). */
  | {
      readonly is: "rejected";
      readonly withinMs: number;
      readonly afterMs?: number;
      readonly kind?: string;
    };

/** Requires the outcomes of a client's calls, in the order in which the calls were made. */
export function checkCalls(
  history: History,
  client: string,
  wanted: readonly WantedOutcome[],
  did: string,
): void {
  const calls = queries(history).filter((query) => query.client === client);
  const wrong = wanted.flatMap((want, index) => {
    const call = calls[index];
    if (call === undefined) return [`call ${index + 1} was never made`];
    const problem = problemWith(call, want);
    return problem === undefined ? [] : [`${describeQuery(call)} ${problem}`];
  });
  if (calls.length > wanted.length) {
    throw new Error(`${calls.length} calls by ${client}, of which ${wanted.length} are judged`);
  }
  if (wrong.length === 0) return;
  fail(history, {
    did,
    expected: expectedOf(wanted),
    section,
    seen: wrong,
    next: `the method in ${file}: what it does if connecting or the call fails, and what it keeps for the next call.`,
  });
}

function expectedOf(wanted: readonly WantedOutcome[]): string {
  const rejections = wanted.filter((want) => want.is === "rejected");
  if (rejections.length === 0) return "a call returns exactly the query server's answer";
  if (rejections.some(({ kind }) => kind !== undefined)) {
    return "a call that its server refuses is rejected with the server's error, because programs look at its kind";
  }
  return "a call is rejected, soon and with an error message, if its server cannot be reached, answers with an error or is lost; the others return the server's answer";
}

/** Requires that a simulated query server got exactly these RPCs, in this order. */
export function checkRpcs(
  history: History,
  fake: string,
  wanted: readonly { readonly method: string; readonly params: unknown }[],
  did: string,
): void {
  const got = fakeRpcs(history, fake).map(({ method, params }) => ({ method, params }));
  const inOrder = (rpcs: readonly { method: string; params: unknown }[]): string[] =>
    rpcs.map(describeRpc);
  if (isDeepStrictEqual(got, [...wanted])) return;
  fail(history, {
    did,
    expected: `every call is one RPC with its arguments, to the server that the router named for this call; ${fake} gets ${wanted.length}: ${listed(inOrder(wanted))}`,
    section,
    seen: [`${fake} got ${got.length}: ${listed(inOrder(got), 8)}`],
    next: `${file}: it should ask the router once before every call, and send the call there.`,
  });
}

/** Requires that a simulated query server got exactly these RPCs by a moment, in any order. */
export function checkRpcsInAnyOrder(
  history: History,
  fake: string,
  wanted: readonly { readonly method: string; readonly params: unknown }[],
  { endMs }: { readonly endMs: number },
  did: string,
): void {
  const got = fakeRpcs(history, fake).filter(({ atMs }) => atMs < endMs);
  const [gotTexts, wantedTexts] = [got, wanted].map((rpcs) => rpcs.map(exactly).sort());
  if (isDeepStrictEqual(gotTexts, wantedTexts)) return;
  fail(history, {
    did,
    expected: `every call is one RPC of its own with its arguments; ${fake} gets ${wanted.length}: ${listed(wanted.map(describeRpc), 12)}`,
    section,
    seen: [`${fake} got ${got.length}: ${listed(got.map(describeRpc), 12)}`],
    next: `${file}: it should make one RPC for every call, whatever other calls are in progress.`,
  });
}

/** Requires that nothing is connected with a simulated query server any more. */
export function checkClosed(history: History, fake: string, did: string): void {
  const links = fakeLinks(history, fake);
  const opened = links.filter(({ event }) => event === "opened").length;
  const open = opened - (links.length - opened);
  if (open === 0) return;
  fail(history, {
    did,
    expected: "closing a client closes its connections",
    section,
    seen: [`of ${opened} connections to ${fake}, ${open} remained open`],
    next: `close in ${file}.`,
  });
}

/** What errors about a lost connection speak of, in whatever words. */
const ofConnections =
  /connect|server|link|socket|lost|reach|refused|network|available|address|host|port|down|broke|gone|peer|dial|:\d/i;

/**
 * Requires that calls whose connection was lost were rejected with an error that speaks of a connection, or a server, and
 * does not say what the client says when it is closed. The last call is one on the closed client.
 */
export function checkReason(history: History, client: string, did: string): void {
  const calls = queries(history)
    .filter((query) => query.client === client)
    .flatMap((call) => (call.outcome.ok ? [] : [{ call, error: call.outcome.error }]));
  const whenClosed = calls.at(-1)?.error ?? "";
  const says = (error: string): boolean => ofConnections.test(error);
  const wrong = calls
    .slice(0, -1)
    .find(({ error }) => !says(error) || (!says(whenClosed) && error.startsWith(whenClosed)));
  if (wrong === undefined) return;
  fail(history, {
    did,
    expected: "a call whose connection is lost is rejected with an error that says so",
    section,
    seen: [
      `${describeQuery(wrong.call)} was rejected with "${shortText(wrong.error)}", and a call on the closed client with "${shortText(whenClosed)}"`,
    ],
    next: `what ${file} makes of the errors of its connections, and how it tells one that is lost from one that it has closed.`,
  });
}

/** Requires that calls of a client overlapped: all ended within less than two of the server's delays. */
export function checkOverlap(
  history: History,
  client: string,
  fake: string,
  delayMs: number,
): void {
  const calls = queries(history).filter((query) => query.client === client);
  const firstMs = Math.min(...calls.map((call) => call.startMs));
  const limitMs = 1.75 * delayMs;
  const late = calls.filter((call) => call.endMs - firstMs > limitMs);
  if (late.length === 0) return;
  const lastMs = Math.max(...calls.map((call) => call.endMs));
  const arrived = fakeRpcs(history)
    .filter((rpc) => rpc.fake === fake && rpc.atMs >= firstMs && rpc.atMs <= lastMs)
    .map((rpc) => rpc.atMs - firstMs);
  fail(history, {
    did: `made ${calls.length} calls at once on one client, to a server that answers each after ${delayMs} ms.`,
    expected: `any number of calls may be in progress at once, and none waits for the reply to another: all end within ${limitMs} ms`,
    section,
    seen: [
      `${late.length} of ${calls.length} calls took longer, the longest ${at(Math.max(...late.map((call) => call.endMs)) - firstMs)}`,
      `their RPCs arrived at the server after ${listed(
        arrived.map((ms) => at(ms)),
        12,
      )}`,
    ],
    next: `what a call in ${file} waits for before it sends its RPC.`,
  });
}

function problemWith(call: QueryRecord, want: WantedOutcome): string | undefined {
  const { outcome } = call;
  if (want.is === "rejected") {
    const tookMs = call.endMs - Math.max(call.startMs, want.afterMs ?? 0);
    if (outcome.ok) return "was fulfilled, not rejected";
    if (outcome.todo || outcome.rejected === false) return `failed: ${outcome.error}`;
    if (outcome.error.trim() === "") return "was rejected without an error message";
    if (want.kind !== undefined && outcome.kind !== want.kind) {
      return `was rejected with "${shortText(outcome.error)}", whose kind is ${outcome.kind ?? "missing"}, not ${want.kind}`;
    }
    return tookMs <= want.withinMs
      ? undefined
      : `was rejected only after ${at(tookMs)}, later than ${at(want.withinMs)}`;
  }
  if (!outcome.ok) {
    return `${outcome.rejected === false ? "failed" : "was rejected"}: ${outcome.error}`;
  }
  if (want.is === "value" && outcome.value !== want.value) {
    return `returned ${describeValue(outcome.value)}, not ${describeValue(want.value)}`;
  }
  if (want.is === "entries" && !isDeepStrictEqual({ ...outcome.entries }, { ...want.entries })) {
    return `returned ${JSON.stringify(outcome.entries)}, not ${JSON.stringify(want.entries)}`;
  }
  return undefined;
}

function exactly({
  method,
  params,
}: {
  readonly method: string;
  readonly params: unknown;
}): string {
  return JSON.stringify([method, params]);
}

function describeRpc({
  method,
  params,
}: {
  readonly method: string;
  readonly params: unknown;
}): string {
  const shown = JSON.stringify(params, (_, value: unknown) =>
    typeof value === "string" ? shortText(value) : value,
  );
  return `${method} ${shown}`;
}
