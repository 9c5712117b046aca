/** What was thrown, with its stack if it has one: for those who look after the grader. */
export function errorText(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
}
