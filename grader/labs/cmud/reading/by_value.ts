import { addTo } from "../../../base/group_by.js";

/** The records whose messages hold each value of a Put, in their order; once each, however often the value is in one. */
export function byValue<R extends { readonly values: readonly string[] }>(
  records: Iterable<R>,
): Map<string, [R, ...R[]]> {
  const groups = new Map<string, [R, ...R[]]>();
  for (const record of records) {
    for (const value of new Set(record.values)) addTo(groups, value, record);
  }
  return groups;
}
