import type { StoreEntry } from "../../../../starter/sessions/messages.js";
import { serverOf } from "../../../history/scenario.js";
import type { Probe, StepKinds } from "../../../run/step_kind.js";
import { command } from "./command.js";
import type { CommandStep } from "./commands.js";

export type { CommandRecord } from "./command.js";
export { commandOf, type CommandStep, type MasterCommand } from "./commands.js";

/** Asks servers what they store; what clients depend on follows from the history. */
const probe: Probe = {
  actorsOf: ({ server }) => (server.startsWith("s") ? [`${server}/0`] : []),

  async ask(actor, { tree, ports }) {
    const link = await tree.platform.dial(ports.addressOf(serverOf(actor)));
    const text = await new Promise<string>((resolve) => {
      link.onMessage(resolve);
      link.send("look");
    });
    link.close();
    const entries = JSON.parse(text) as readonly StoreEntry[];
    return Object.fromEntries(entries.map(({ key, value }) => [key, value]));
  },
};

/** The kinds of steps of this assignment; processes that run scenarios load them from here. */
export const steps: StepKinds<CommandStep> = {
  url: import.meta.url,
  kinds: { command },
  hostInWords: (host) => inWords(host),
  probe,
};

/** A process for people: "server 0" for `s0`. */
function inWords(host: string): string {
  const [, kind, id = ""] = /^([sc])(\d+)$/.exec(host) ?? [];
  return kind === undefined ? host : `${kind === "s" ? "server" : "client"} ${id}`;
}
