/** The packages that programs of students may import; simulations have a copy of each for every host. */
export const usablePackages: readonly string[] = ["sorted-btree"];
