/** A text for people, with the beginnings of very long values only. */
export function withoutLongTexts(text: string): string {
  return text.replace(
    /([^",\n]{60})[^",\n]{1000,}/g,
    (all, beginning: string) =>
      `${beginning}... (${all.length - beginning.length} more characters)`,
  );
}
