/** The faults that concern packets, each as a rule. */
import type { FaultSpec } from "./fault_spec.js";
import { belongsTo, serverOfHost, twoServers } from "./host_names.js";
import { drawsFor, type Packet, type PacketRule } from "./packet_rule.js";

/** How late a copy may be, and how long a text that may be overtaken is held back at most, in milliseconds. */
export const latestCopyMs = 100;
export const longestHoldMs = 100;

type Partition = Extract<FaultSpec, { fault: "partition" }>;

/** Texts among some servers take a tenth of what they would. Must be applied before the rules that delay packets. */
export function nearRule(servers: readonly string[]): PacketRule {
  const isOne = (host: string): boolean => servers.some((server) => belongsTo(host, server));
  return (packet) => {
    const concerned = isBetweenServers(packet) && isOne(packet.from) && isOne(packet.to);
    return concerned ? { delayMs: -0.9 * (packet.dueMs - packet.sentMs) } : {};
  };
}

/** Every text between servers takes up to this much longer. */
export function jitterRule(upToMs: number, seed: number, label: string): PacketRule {
  const draw = drawsFor(seed, label);
  return (packet) => (isBetweenServers(packet) ? { delayMs: draw(packet) * upToMs } : {});
}

/** Texts between servers are lost; the link stays up and does not send them again. */
export function dropRule(probability: number, seed: number, label: string): PacketRule {
  const draw = drawsFor(seed, label);
  const why = { dropped: `drop=${probability}` };
  return (packet) =>
    isBetweenServers(packet) && draw(packet) < probability ? { drop: true, why } : {};
}

/** Texts between servers arrive twice, the second time a little later, whatever arrived in between. */
export function duplicateRule(probability: number, seed: number, label: string): PacketRule {
  const draw = drawsFor(seed, label);
  const drawLateness = drawsFor(seed, `${label} lateness`);
  const why = { duplicated: `duplicate=${probability}` };
  return (packet) =>
    isBetweenServers(packet) && draw(packet) < probability
      ? { copiesAfterMs: [drawLateness(packet) * latestCopyMs], why }
      : {};
}

/** Texts between servers are held back, and later ones on the same link need not wait for them. */
export function reorderRule(probability: number, seed: number, label: string): PacketRule {
  const draw = drawsFor(seed, label);
  const drawHold = drawsFor(seed, `${label} hold`);
  const why = { reordered: `reorder=${probability}` };
  return (packet) =>
    isBetweenServers(packet) && draw(packet) < probability
      ? { overtakable: true, delayMs: drawHold(packet) * longestHoldMs, why }
      : {};
}

/**
 * Links between two groups of servers carry nothing for a while, but stay up, as TCP connections do that wait for
 * acknowledgements: what was sent meanwhile, or would have arrived meanwhile, arrives in order afterwards, as if it had
 * been sent again at the moment of the heal. Calls wait too, until their caller gives up.
 *
 * Must be applied after the rules that delay packets.
 */
export function partitionRule(partitions: readonly Partition[]): PacketRule {
  const inTime = [...partitions].sort((a, b) => a.fromMs - b.fromMs);
  return ({ via, from, to, sentMs, dueMs }) => {
    const servers = via === "link" ? twoServers(from, to) : undefined;
    if (servers === undefined) return {};
    let sentAgainMs = sentMs;
    for (const { between, fromMs, untilMs } of inTime) {
      const arrivesMs = dueMs + sentAgainMs - sentMs;
      if (arrivesMs >= fromMs && sentAgainMs < untilMs && areApart(between, servers)) {
        sentAgainMs = untilMs;
      }
    }
    return { delayMs: sentAgainMs - sentMs };
  };
}

/**
 * Everything that a query actor or a server receives takes longer; its order is kept. What a server gets from those who
 * started it, which is how a test controls it, is as fast as usual.
 */
export function slowRule(who: string, byMs: number): PacketRule {
  return (packet) => {
    const { from, to, via, what } = packet;
    const concerned =
      belongsTo(to, who) && (via === "link" || serverOfHost(from) === serverOfHost(to));
    // A copy is as late as its original.
    return concerned && what !== "copy" ? { delayMs: byMs } : {};
  };
}

/** What carries a text from one place to another takes longer. */
export function holdRule(from: string, to: string, carrying: string, byMs: number): PacketRule {
  return (packet) => {
    const concerned = belongsTo(packet.from, from) && belongsTo(packet.to, to);
    return concerned && packet.text.includes(carrying) ? { delayMs: byMs } : {};
  };
}

function isBetweenServers({ from, to, via, what }: Packet): boolean {
  return what === "text" && via === "link" && twoServers(from, to) !== undefined;
}

function areApart(
  [group, others]: Partition["between"],
  [one, other]: readonly [string, string],
): boolean {
  return (
    (group.includes(one) && others.includes(other)) ||
    (group.includes(other) && others.includes(one))
  );
}
