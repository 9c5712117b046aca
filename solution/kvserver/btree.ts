/** The package `sorted-btree`; required, not imported, for the reason that `platform/ws.ts` gives. */
import sortedBTree = require("sorted-btree");

/** A map that is sorted by key. */
export const BTree = sortedBTree.default;
export type BTree<K, V> = sortedBTree.default<K, V>;
