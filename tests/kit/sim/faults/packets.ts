import type { Packet } from "../../../../grader/sim/faults/packet_rule.js";

/** A text on a link from `s1` to `s2`, but for what is given. */
export function packet(fields: Partial<Packet> = {}): Packet {
  const usual: Packet = {
    from: "main/s1",
    to: "main/s2",
    via: "link",
    what: "text",
    number: 1,
    text: "hello",
    sentMs: 1_000,
    dueMs: 1_200,
  };
  return { ...usual, ...fields };
}
