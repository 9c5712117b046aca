/** A tree's name as one types it on a command line: in quotes if a shell would take it for something else. */
export function typedTree(tree: string): string {
  return /^[\w./-]+$/.test(tree) ? tree : `"${tree}"`;
}
