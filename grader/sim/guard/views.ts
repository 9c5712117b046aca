/** What code under test sees of objects that change while they work: what it can read and call, and nothing to keep. */

type AnyFunction = (...args: unknown[]) => unknown;

/** Listeners are objects that everybody could find. */
const ofEmitters: ReadonlySet<PropertyKey> = new Set([
  ...["on", "once", "off", "emit", "addListener", "removeListener", "removeAllListeners"],
  ...["prependListener", "prependOnceListener", "listeners", "rawListeners", "eventNames"],
  ...["constructor", "openStdin", "stdin", "allowedNodeEnvironmentFlags", "report"],
]);

/** The process, without its listeners and its settings. */
export function processView(): object {
  const view: Record<string, unknown> = {};
  for (const name of Object.getOwnPropertyNames(process)) {
    const value: unknown = Object.getOwnPropertyDescriptor(process, name)?.value;
    if (ofEmitters.has(name) || name.startsWith("_events")) continue;
    if (typeof value === "function") view[name] = value;
    else if (typeof value !== "object" || value === null) view[name] = value;
  }
  const { env, version, versions, argv } = process;
  return Object.assign(view, {
    ...{ env, version, versions: { ...versions }, argv: [...argv] },
    stdout: writable(process.stdout),
    stderr: writable(process.stderr),
  });
}

/** The methods of the console. */
export function consoleView(): object {
  const methods = Object.entries(console).filter(
    ([name, method]) => typeof method === "function" && name !== "Console",
  ) as [string, AnyFunction][];
  const view = methods.map(([name, method]) => [name, (...args: unknown[]) => method(...args)]);
  return Object.fromEntries(view) as object;
}

/** The clock of the process, without its listeners. */
export function performanceView(): object {
  const real = performance;
  return {
    now: () => real.now(),
    mark: (name: string) => real.mark(name),
    measure: (name: string) => real.measure(name),
    get timeOrigin() {
      return real.timeOrigin;
    },
  };
}

function writable(stream: NodeJS.WriteStream): object {
  return { isTTY: false, write: (text: string) => stream.write(text) };
}
