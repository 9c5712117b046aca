/**
 * JSON that can stand in a script element, whatever is in it: neither `</script>` nor `<!--` can occur, since no `<` does.
 * Numbers are rounded to three places after the point: times are milliseconds, so microseconds are kept.
 */
export function safeJson(value: unknown): string {
  const rounded = (_: string, one: unknown): unknown =>
    typeof one === "number" ? Math.round(one * 1_000) / 1_000 : one;
  return JSON.stringify(value, rounded)
    .replaceAll("<", "\\u003c")
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
}
