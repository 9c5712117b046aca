/** Steps for tests of what a run can do to its hosts and to the network between them. */
import type { AnyStep } from "../../../grader/history/scenario.js";
import {
  perPlace,
  type RunHost,
  type RunRoot,
  type StepKind,
  type StepKinds,
} from "../../../grader/run/step_kind.js";

/** Starts a host that listens and answers every text. */
export interface Join extends AnyStep {
  readonly do: "join";
  readonly host: string;
}

/** Lets a host dial another and keep the link, on which both ends tell when it is lost. */
export interface Connect extends AnyStep {
  readonly do: "connect";
  readonly from: string;
  readonly to: string;
}

/** Does something to two hosts. */
export interface Between extends AnyStep {
  readonly do: "cut" | "restore";
  readonly one: string;
  readonly other: string;
}

/** Kills a host. */
export interface Kill extends AnyStep {
  readonly do: "kill";
  readonly host: string;
}

/** A step of these tests. */
export type NetworkStep = Join | Connect | Between | Kill;

const hostsOf = perPlace((_: RunRoot) => new Map<string, RunHost>());

function hostOf(root: RunRoot, name: string): RunHost {
  const host = hostsOf(root).get(name);
  if (host === undefined) throw new RangeError(`there is no host ${name}`);
  return host;
}

/** See {@link Join}. What a host notices it records as marks. */
export const join: StepKind<Join, { name: string; port: number }, null> = {
  module: import.meta.url,
  inWords: ({ host }) => `starting ${host}`,
  needs: ({ host }) => ({ ports: { [host]: 1 }, threads: 1 }),
  async run({ host }, root) {
    const spawned = await root.spawn(host, `host ${host}`);
    hostsOf(root).set(host, spawned);
    await spawned.ask(join, { name: host, port: root.ports.portOf(host) });
  },
  async inHost({ name, port }, host) {
    await host.tree.platform.listen({ port }, (link) => {
      link.onMessage((from) => {
        link.onClose((reason) => {
          host.record({ type: "mark", name: `${name} loses ${from}: ${reason}` });
        });
        link.send("welcome");
      });
    });
    return null;
  },
};

/** See {@link Connect}. */
export const connect: StepKind<Connect, { from: string; to: string; address: string }, null> = {
  module: import.meta.url,
  inWords: ({ from, to }) => `connecting ${from} to ${to}`,
  async run({ from, to }, root) {
    await hostOf(root, from).ask(connect, { from, to, address: root.ports.addressOf(to) });
  },
  async inHost({ from, to, address }, host) {
    try {
      const link = await host.tree.platform.dial(address);
      link.onClose((reason) => {
        host.record({ type: "mark", name: `${from} loses ${to}: ${reason}` });
      });
      link.send(from);
      await new Promise<void>((resolve) => {
        link.onMessage(() => {
          resolve();
        });
      });
      host.record({ type: "mark", name: `${from} reaches ${to}` });
    } catch (error) {
      const why = String(error).replace(/^.*: /, "");
      host.record({ type: "mark", name: `${from} cannot reach ${to}: ${why}` });
    }
    return null;
  },
};

const between: StepKind<Between> = {
  inWords: (step) => `${step.do} ${step.one} ${step.other}`,
  run: (step, root) => root.network[step.do](step.one, step.other),
};

/** The kinds of steps; processes that run scenarios load them from here. */
export const steps: StepKinds<NetworkStep> = {
  url: import.meta.url,
  kinds: {
    join,
    connect,
    cut: between,
    restore: between,
    kill: {
      inWords: ({ host }) => `killing ${host}`,
      run: ({ host }, root) => hostOf(root, host).kill(),
    },
  },
  hostInWords: (host) => host,
};
