/** Sorts items into groups, keys in the order of their first items. (Node 20 has no `Map.groupBy` yet.) */
export function groupBy<K, T>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
  return groupByEach(items, (item) => [keyOf(item)]);
}

/** The records whose messages hold each value of a Put, in their order; once each, however often the value is in one. */
export function byValue<R extends { readonly values: readonly string[] }>(
  records: Iterable<R>,
): Map<string, R[]> {
  return groupByEach(records, ({ values }) => new Set(values));
}

function groupByEach<K, T>(items: Iterable<T>, keysOf: (item: T) => Iterable<K>): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    for (const key of keysOf(item)) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [item]);
      else group.push(item);
    }
  }
  return groups;
}
