import { FaultError, type FaultSpec } from "./fault_spec.js";

/**
 * Refuses an invalid fault.
 *
 * @throws {@link FaultError}.
 */
export function checkFault(spec: FaultSpec): void {
  const { fault } = spec;
  switch (spec.fault) {
    case "near":
      for (const name of spec.servers) checkServer(fault, name);
      if (spec.servers.length < 2) throw new FaultError(`${fault}: it takes two servers or more`);
      return;
    case "jitter":
      checkMs(fault, spec.upToMs);
      return;
    case "drop":
    case "duplicate":
    case "reorder":
      if (!(spec.probability >= 0 && spec.probability <= 1)) {
        throw new FaultError(
          `${fault}: a probability is a number from 0 to 1, such as 0.05, not ${spec.probability}`,
        );
      }
      return;
    case "partition": {
      checkMs(fault, spec.fromMs);
      checkMs(fault, spec.untilMs);
      const [group, others] = spec.between;
      for (const name of [...group, ...others]) checkServer(fault, name);
      if (group.length === 0 || others.length === 0) {
        throw new FaultError(`${fault}: both groups need a server`);
      }
      const both = group.find((name) => others.includes(name));
      if (both !== undefined) throw new FaultError(`${fault}: ${both} is on both sides`);
      if (spec.untilMs <= spec.fromMs) {
        throw new FaultError(
          `${fault}: it must end after it begins, not from ${spec.fromMs} to ${spec.untilMs} ms`,
        );
      }
      return;
    }
    case "slow":
      checkWho(fault, spec.who);
      checkMs(fault, spec.byMs);
      return;
    case "hold":
      checkWho(fault, spec.from);
      checkWho(fault, spec.to);
      checkMs(fault, spec.byMs);
      if (spec.carrying === "" || spec.carrying.includes(",")) {
        throw new FaultError(`${fault}: name what is carried, such as ~k1.1~, without commas`);
      }
      return;
    case "skew":
      checkServer(fault, spec.server);
      if (!Number.isFinite(spec.byMs)) checkMs(fault, spec.byMs);
      return;
    case "step-back":
      checkServer(fault, spec.server);
      checkMs(fault, spec.atMs);
      checkMs(fault, spec.byMs);
      return;
    case "frozen-clock":
      if (spec.server !== undefined) checkServer(fault, spec.server);
      checkMs(fault, spec.everyMs);
      if (spec.everyMs < 1) throw new FaultError(`${fault}: it takes 1 ms or more`);
      return;
    case "crash":
      checkServer(fault, spec.server);
      checkMs(fault, spec.atMs);
      if (spec.backMs !== undefined && !(spec.backMs > spec.atMs)) {
        throw new FaultError(
          `${fault}: it is started again after it was killed, not at ${spec.backMs} ms when that was at ${spec.atMs} ms`,
        );
      }
      return;
  }
}

const serverName = /^[A-Za-z][\w.-]*$/;

function checkServer(fault: string, name: string): void {
  if (!serverName.test(name)) {
    throw new FaultError(`${fault}: a server is named as in s1, not ${JSON.stringify(name)}`);
  }
}

function checkWho(fault: string, who: string): void {
  const [server = "", index = "0", ...rest] = who.split("/");
  if (!serverName.test(server) || !/^\d+$/.test(index) || rest.length > 0) {
    throw new FaultError(
      `${fault}: name a server, as in s1, or a query actor, as in s1/0, not ${JSON.stringify(who)}`,
    );
  }
}

function checkMs(fault: string, ms: number): void {
  if (!(ms >= 0 && Number.isFinite(ms))) {
    throw new FaultError(`${fault}: a time is 0 ms or more, not ${ms} ms`);
  }
}
