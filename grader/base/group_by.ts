/** Sorts items into groups, keys in the order of their first items. (Node 20 has no `Map.groupBy` yet.) */
export function groupBy<K, T>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, [T, ...T[]]> {
  const groups = new Map<K, [T, ...T[]]>();
  for (const item of items) addTo(groups, keyOf(item), item);
  return groups;
}

/** Adds an item to the group of a key, which it begins if there is none. */
export function addTo<K, T>(groups: Map<K, [T, ...T[]]>, key: K, item: T): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [item]);
  else group.push(item);
}
