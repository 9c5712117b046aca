/** The modules of the tree that a test of complete servers loads first. */
export const wholeStore: readonly string[] = [
  "kvserver/server",
  "kvserver/query_actor",
  "kvserver/query_receiver",
  "kvclient/client",
];
