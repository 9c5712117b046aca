/** A text for people, with the beginnings of very long values only. */
export function withoutLongTexts(text: string): string {
  return text.replace(
    // Not across the ends of values, unless they consist of nothing else.
    /[^",\n]{1060,}|[",]{1060,}/g,
    (all) => `${all.slice(0, 60)}... (${all.length - 60} more characters)`,
  );
}
