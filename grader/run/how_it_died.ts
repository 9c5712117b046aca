/** Says for people how a process that runs student code has ended without having been asked to. */
export function howItDied(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal === "SIGKILL") {
    return "the test's process was killed from outside (SIGKILL); the machine may have been out of memory";
  }
  if (signal === "SIGABRT") {
    return "the test's process was aborted (SIGABRT), as Node does when it runs out of memory";
  }
  const how = signal === null ? `with exit code ${code ?? "?"}` : `by ${signal}`;
  return `the test's process ended by itself, ${how}`;
}
