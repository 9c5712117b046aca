/** Faults as they are written on a command line: `jitter=50ms,partition=s1|s2+s3@2s..4s,skew=s2:50ms`. */
import { checkFault } from "./check_fault.js";
import { FaultError, type FaultSpec } from "./fault_spec.js";

type FaultName = FaultSpec["fault"];

interface FaultSyntax {
  readonly example: string;
  /** Matches what follows the equals sign; its groups are the arguments of `parse`. */
  readonly pattern: RegExp;
  readonly parse: (...groups: string[]) => FaultSpec;
}

const number = String.raw`\d+(?:\.\d+)?(?:e[+-]?\d+)?`;
const time = `(${number}(?:ms|s))`;
const server = "([^:@|+]+)";

const syntaxes: Readonly<Record<FaultName, FaultSyntax>> = {
  near: {
    example: "near=s1+s3",
    pattern: all(String.raw`([^:@|]+)`),
    parse: (group = "") => ({ fault: "near", servers: group.split("+") }),
  },
  jitter: {
    example: "jitter=50ms",
    pattern: all(time),
    parse: (upTo = "") => ({ fault: "jitter", upToMs: toMs(upTo) }),
  },
  drop: chance("drop"),
  duplicate: chance("duplicate"),
  reorder: chance("reorder"),
  partition: {
    example: "partition=s1|s2+s3@2s..4s",
    pattern: all(String.raw`([^:@|]+)\|([^:@|]+)@${time}\.\.${time}`),
    parse: (group = "", others = "", from = "", until = "") => ({
      fault: "partition",
      between: [group.split("+"), others.split("+")],
      fromMs: toMs(from),
      untilMs: toMs(until),
    }),
  },
  slow: {
    example: "slow=s1/0:100ms",
    pattern: all(`${server}:${time}`),
    parse: (who = "", by = "") => ({ fault: "slow", who, byMs: toMs(by) }),
  },
  hold: {
    example: "hold=s1>s2:50ms#~k1.1~",
    pattern: all(`([^:@|+>]+)>([^:@|+>]+):${time}#(.+)`),
    parse: (from = "", to = "", by = "", carrying = "") => {
      return { fault: "hold", from, to, byMs: toMs(by), carrying };
    },
  },
  skew: {
    example: "skew=s2:-50ms",
    pattern: all(`${server}:(-?)${time}`),
    parse: (name = "", sign = "", by = "") => {
      const byMs = toMs(by);
      return { fault: "skew", server: name, byMs: sign === "-" && byMs !== 0 ? -byMs : byMs };
    },
  },
  "step-back": {
    example: "step-back=s1:200ms@3s",
    pattern: all(`${server}:${time}@${time}`),
    parse: (name = "", by = "", at = "") => ({
      fault: "step-back",
      server: name,
      atMs: toMs(at),
      byMs: toMs(by),
    }),
  },
  "frozen-clock": {
    example: "frozen-clock=20ms",
    pattern: all(`(?:${server}:)?${time}`),
    parse: (name = "", every = "") => ({
      fault: "frozen-clock",
      everyMs: toMs(every),
      ...(name === "" ? {} : { server: name }),
    }),
  },
  crash: {
    example: "crash=s2@5s",
    pattern: all(String.raw`${server}@${time}(?:\.\.${time})?`),
    parse: (name = "", at = "", back = "") => ({
      fault: "crash",
      server: name,
      atMs: toMs(at),
      ...(back === "" ? {} : { backMs: toMs(back) }),
    }),
  },
};

/** The names of all faults, for help texts. */
export const faultNames = Object.keys(syntaxes) as readonly FaultName[];

/** An example of each fault as it is written on a command line, in the order of {@link faultNames}. */
export const faultExamples: readonly string[] = Object.values(syntaxes).map(
  ({ example }) => example,
);

/**
 * Reads faults from a command line: separated by commas, in any order; none in an empty text. A time is written with its
 * unit, `50ms` or `2s`; `frozen-clock=s1:20ms` concerns one server alone.
 *
 * @throws {@link FaultError} that names the fault and says what is allowed.
 */
export function parseFaults(text: string): FaultSpec[] {
  if (text.trim() === "") return [];
  return text.split(",").map((part) => parseFault(part.trim()));
}

/** Writes faults as {@link parseFaults} reads them; reading them again gives equal faults. */
export function formatFaults(specs: readonly FaultSpec[]): string {
  return specs.map((spec) => `${spec.fault}=${formatValue(spec)}`).join(",");
}

function parseFault(text: string): FaultSpec {
  const [name = "", ...values] = text.split("=");
  const syntax = Object.hasOwn(syntaxes, name) ? syntaxes[name as FaultName] : undefined;
  if (syntax === undefined) {
    throw new FaultError(
      `there is no fault ${JSON.stringify(name)}; faults are written as in ${faultExamples.join(", ")}`,
    );
  }
  const match = syntax.pattern.exec(values.join("="));
  if (match === null) {
    throw new FaultError(
      `cannot read the fault ${JSON.stringify(text)}; write it as in ${syntax.example}`,
    );
  }
  const spec = syntax.parse(...match.slice(1));
  checkFault(spec);
  return spec;
}

function formatValue(spec: FaultSpec): string {
  switch (spec.fault) {
    case "near":
      return spec.servers.join("+");
    case "jitter":
      return inTime(spec.upToMs);
    case "drop":
    case "duplicate":
    case "reorder":
      return String(spec.probability);
    case "partition": {
      const groups = spec.between.map((names) => names.join("+")).join("|");
      return `${groups}@${inTime(spec.fromMs)}..${inTime(spec.untilMs)}`;
    }
    case "slow":
      return `${spec.who}:${inTime(spec.byMs)}`;
    case "hold":
      return `${spec.from}>${spec.to}:${inTime(spec.byMs)}#${spec.carrying}`;
    case "skew":
      return `${spec.server}:${inTime(spec.byMs)}`;
    case "step-back":
      return `${spec.server}:${inTime(spec.byMs)}@${inTime(spec.atMs)}`;
    case "frozen-clock":
      return `${spec.server === undefined ? "" : `${spec.server}:`}${inTime(spec.everyMs)}`;
    case "crash":
      return `${spec.server}@${inTime(spec.atMs)}${spec.backMs === undefined ? "" : `..${inTime(spec.backMs)}`}`;
  }
}

function chance(fault: "drop" | "duplicate" | "reorder"): FaultSyntax {
  return {
    example: `${fault}=0.01`,
    pattern: all(`(${number})`),
    parse: (probability = "") => ({ fault, probability: Number(probability) }),
  };
}

function all(pattern: string): RegExp {
  return new RegExp(`^${pattern}$`);
}

function inTime(ms: number): string {
  return ms !== 0 && ms % 1_000 === 0 ? `${ms / 1_000}s` : `${ms}ms`;
}

function toMs(text: string): number {
  return text.endsWith("ms") ? Number(text.slice(0, -2)) : Number(text.slice(0, -1)) * 1_000;
}
