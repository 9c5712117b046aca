import { forms } from "./forms.js";
import { formOf } from "./parse.js";
import type { Paint } from "../view/paint.js";

/** The list of commands, or what there is to say about one. */
export function helpView(about: string, paint: Paint): string {
  const form = formOf(about.toLowerCase());
  if (form === undefined) return listOfCommands(paint);
  const also = form.aliases.length > 0 ? ` (also ${form.aliases.join(", ")})` : "";
  return `${paint.title(`${form.name} ${form.args}`.trim())}${also}: ${form.summary}`;
}

function listOfCommands(paint: Paint): string {
  const lines = forms.map(({ group, name, aliases, args, summary }, i) => {
    const head = forms[i - 1]?.group === group ? "" : group;
    const short = aliases.find((alias) => alias.length === 1);
    const usage = `${name}${short === undefined ? "" : `, ${short}`} ${args}`.trim();
    return `${paint.title(head.padEnd(8))}${usage.padEnd(22)}${paint.faint(summary)}`;
  });
  return lines.join("\n");
}
