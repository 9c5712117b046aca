/** How long the process may go on after the last test, in milliseconds. */
const graceMs = 20_000;

/**
 * Fails the run when something that a test has started keeps it from ending: a process, a socket or a timer. Without it
 * such a leak looks like a run that never ends.
 */
export function mochaGlobalTeardown(): void {
  const onLate = (): void => {
    const open = process.getActiveResourcesInfo().join(", ");
    process.stderr.write(
      `A test has left something open that keeps the run from ending: ${open}\n`,
    );
    // Mocha sets the exit code to the number of failed tests when the process ends.
    process.on("exit", () => (process.exitCode = 1));
    process.exit();
  };
  setTimeout(onLate, graceMs).unref();
}
