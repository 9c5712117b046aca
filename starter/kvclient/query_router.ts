/**
 * Chooses the query actor for each query, like the load balancing of a real system. The answer may differ from call to
 * call: because of load, because a server has gone away, or because the user has moved.
 */
export interface QueryRouter {
  /** The address, `host:port`, of the query RPC server for the next call. */
  nextAddr(): string;
}

/** A router that always returns the same address. */
export function fixedRouter(address: string): QueryRouter {
  return { nextAddr: () => address };
}

/** A router that returns the given addresses in turn. Throws if there are none. */
export function rotatingRouter(addresses: readonly string[]): QueryRouter {
  let next = 0;
  return {
    nextAddr: () => {
      const address = addresses[next % addresses.length];
      if (address === undefined)
        throw new RangeError("a rotating router needs at least one address");
      next++;
      return address;
    },
  };
}
