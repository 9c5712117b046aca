/** The item at an index modulo the number of items. Throws if there are none. */
export function pick<T>(items: readonly T[], index = 0): T {
  if (items.length === 0) throw new RangeError("nothing to pick from");
  return items[index % items.length] as NonNullable<T>;
}
