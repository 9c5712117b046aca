/** The records whose messages hold each value of a Put, in their order; once each, however often the value is in one. */
export function byValue<R extends { readonly values: readonly string[] }>(
  records: readonly R[],
): Map<string, R[]> {
  const found = new Map<string, R[]>();
  for (const record of records) {
    for (const value of new Set(record.values)) {
      const known = found.get(value);
      if (known === undefined) found.set(value, [record]);
      else known.push(record);
    }
  }
  return found;
}
