import type { TraceEvent } from "../../starter/platform/platform.js";

/** How much of a message that has no `type` is shown, in characters. */
const shownText = 80;

/** Which messages actors handled lately, by their types: an endless exchange of messages shows in them best. */
export class RecentMessages {
  readonly #counts = new Map<string, number>();

  /** Takes what a host traces in detail. */
  note(event: TraceEvent): void {
    if (event.type !== "handle") return;
    const name = `${nameOf(String(event["text"]))} by actor ${String(event["actor"])}`;
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  /** The messages that were handled most often, for people; empty when there were none. */
  summary(): string {
    const most = [...this.#counts].sort(([, a], [, b]) => b - a).slice(0, 3);
    if (most.length === 0) return "";
    return `messages handled meanwhile: ${most.map(([name, count]) => `${count} x ${name}`).join(", ")}`;
  }
}

function nameOf(text: string): string {
  const [, type] = /"type":"([^"]*)"/.exec(text) ?? [];
  return type === undefined ? text.slice(0, shownText) : `"${type}"`;
}
