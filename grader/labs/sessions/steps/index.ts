import type { StepKinds } from "../../../run/step_kind.js";
import { command } from "./command.js";
import type { CommandStep } from "./commands.js";
import { measure, type MeasureStep } from "./measure.js";

export type { CommandRecord } from "./command.js";
export type { MeasuredRecord, MeasureStep } from "./measure.js";
export { commandOf, type CommandStep, type MasterCommand } from "./commands.js";

/** The kinds of steps of this assignment; processes that run scenarios load them from here. */
export const steps: StepKinds<CommandStep | MeasureStep> = {
  url: import.meta.url,
  kinds: { command, measure },
  hostInWords: (host) => inWords(host),
};

/** A process for people: "server 0" for `s0`. */
function inWords(host: string): string {
  const [, kind, id = ""] = /^([sc])(\d+)$/.exec(host) ?? [];
  return kind === undefined ? host : `${kind === "s" ? "server" : "client"} ${id}`;
}
