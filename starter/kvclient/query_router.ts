/**
 * Says which query actor a query goes to, in the place of a real system's load balancing. Answers may differ from call
 * to call: because of load, because a server went away, because the user moved.
 */
export interface QueryRouter {
  /** The address, `host:port`, of the query RPC server to ask next. */
  nextAddr(): string;
}

/** A router that always answers with the same address. */
export function fixedRouter(address: string): QueryRouter {
  return { nextAddr: () => address };
}

/** A router that answers with each of some addresses in turn. Throws when there are none. */
export function rotatingRouter(addresses: readonly string[]): QueryRouter {
  let next = 0;
  return {
    nextAddr: () => {
      const address = addresses[next % addresses.length];
      if (address === undefined)
        throw new RangeError("a rotating router needs an address at least");
      next++;
      return address;
    },
  };
}
