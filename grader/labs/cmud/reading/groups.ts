/** Sorts items into groups, keys in the order of their first items. (Node 20 has no `Map.groupBy` yet.) */
export function groupBy<K, T>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) addTo(groups, keyOf(item), item);
  return groups;
}

/** The records whose messages hold each value of a Put, in their order; once each, however often the value is in one. */
export function byValue<R extends { readonly values: readonly string[] }>(
  records: Iterable<R>,
): Map<string, R[]> {
  const groups = new Map<string, R[]>();
  for (const record of records) {
    for (const value of new Set(record.values)) addTo(groups, value, record);
  }
  return groups;
}

function addTo<K, T>(groups: Map<K, T[]>, key: K, item: T): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [item]);
  else group.push(item);
}
