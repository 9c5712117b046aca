import type { ActorRef } from "../../../../starter/actor/actor_ref.js";
import type { RunRoot, StepKind } from "../../../run/step_kind.js";
import type { AnswerChoice, Answers, ProbeCommand, ProtocolMessage } from "./probe_actor.js";
import { actors, hosted, servers } from "./servers.js";
import { benchServer } from "./start_bench.js";

/** A probe tells an actor a message. In the message, a text such as `"@c"` stands for the ref of the actor `c`. */
export interface Tell {
  readonly do: "tell";
  readonly from: string;
  readonly to: string;
  readonly message: { readonly type: ProtocolMessage["type"]; readonly [field: string]: unknown };
}

/** From now on a probe answers everything (also what it has not answered yet), or nothing. */
export interface SetAnswers {
  readonly do: "setAnswers";
  readonly probe: string;
  readonly answers: Answers;
}

/** A probe answers what it has received and not answered, as far as it is chosen; what came repeatedly once. */
export interface Answer extends AnswerChoice {
  readonly do: "answer";
  readonly probe: string;
}

interface Request {
  readonly probe: ActorRef<ProbeCommand>;
  readonly command: ProbeCommand;
}

export const tell: StepKind<Tell, Request, void> = {
  module: import.meta.url,
  inWords: ({ from, to, message }) => `letting ${from} tell ${to} ${message.type}`,
  run: ({ from, to, message }, root) =>
    commandProbe(root, from, {
      type: "benchTell",
      to: actors(root).find(to),
      message: withRefs(message, (name) => actors(root).find(name)) as ProtocolMessage,
    }),
  inHost: pass,
};

export const setAnswers: StepKind<SetAnswers, Request, void> = {
  module: import.meta.url,
  inWords: ({ probe, answers }) => `letting ${probe} answer ${answers}`,
  run: ({ probe, answers }, root) => commandProbe(root, probe, { type: "benchAnswers", answers }),
};

export const answer: StepKind<Answer, Request, void> = {
  module: import.meta.url,
  inWords: ({ probe }) => `letting ${probe} answer`,
  run: ({ do: _, probe, ...choice }, root) =>
    commandProbe(root, probe, { type: "benchAnswer", choice }),
};

async function commandProbe(root: RunRoot, probe: string, command: ProbeCommand): Promise<void> {
  const request = { probe: actors(root).find(probe) as ActorRef<ProbeCommand>, command };
  await servers(root).ask(benchServer, tell, request);
}

function pass({ probe, command }: Request, host: Parameters<typeof hosted>[0]): void {
  hosted(host).system?.tell(probe, command);
}

/** A message in which the names of actors have become their refs. */
function withRefs(value: unknown, find: (name: string) => ActorRef<never>): unknown {
  if (typeof value === "string") return value.startsWith("@") ? find(value.slice(1)) : value;
  if (Array.isArray(value)) return value.map((item) => withRefs(item, find));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, inner]) => [name, withRefs(inner, find)]);
  return Object.fromEntries(entries) as unknown;
}
