/** Matches the values that are looked for in messages; see {@link TellRecord.values}. */
export const traceableValue = /~[A-Za-z0-9.-]+~/g;
