/** A text for people, with the beginnings of very long values only. */
export function withoutLongTexts(text: string): string {
  return text.replace(
    // Not across the ends of values, unless they consist of nothing else.
    /([^",\n]{60}|[",]{60})(?:(?<=[^",\n])[^",\n]{1000,}|(?<=[",])[",]{1000,})/g,
    (all, beginning: string) =>
      `${beginning}... (${all.length - beginning.length} more characters)`,
  );
}
