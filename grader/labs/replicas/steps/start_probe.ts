import type { ActorRef } from "../../../../starter/actor/actor_ref.js";
import type { StepKind } from "../../../run/step_kind.js";
import type { Answers, BenchMessage, ProbeCommand, Role } from "./probe_actor.js";
import { actors, hosted, servers } from "./servers.js";
import { benchServer } from "./start_bench.js";

/** Starts a probe, which plays a client, the mediator, a persistence, a secondary or a primary. */
export interface StartProbe {
  readonly do: "startProbe";
  readonly probe: string;
  /** The server that runs it; default: that of all probes. */
  readonly server?: string;
  /** Default: all. */
  readonly answers?: Answers;
  /** The role that it gives to replicas that join; default: it does not answer them. */
  readonly role?: Role;
  /** The id that it has on its server. There is no actor with it, so it sends nothing; what others tell it is recorded. */
  readonly id?: number;
}

interface Request {
  readonly bench: ActorRef<BenchMessage>;
  readonly answers: Answers;
  readonly role: Role | null;
  readonly id: number | null;
}

export const startProbe: StepKind<StartProbe, Request, ActorRef<ProbeCommand>> = {
  module: import.meta.url,
  inWords: ({ probe }) => `starting the probe ${probe}`,

  async run({ probe, server = benchServer, answers = "all", role = null, id = null }, root) {
    const bench = servers(root).started(server).actor as ActorRef<BenchMessage>;
    const request = { bench, answers, role, id };
    const ref = await servers(root).ask(server, startProbe, request);
    if (ref !== undefined) actors(root).add(probe, "probe", ref);
  },

  async inHost({ bench, answers, role, id }, host) {
    const { system } = hosted(host);
    if (system === undefined) throw new Error("the probes' server was not started here");
    if (id !== null) return { address: system.address, id };
    const started = system.newChannelRef<ActorRef<ProbeCommand>>();
    system.tell(bench, { type: "startProbe", answers, role, replyTo: started.ref });
    return await started.first;
  },
};
