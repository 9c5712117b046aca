import type { QueryService } from "../../starter/kvcommon/query_service.js";
import type { Remote } from "../../starter/rpc/rpc_client.js";

/** A connection to a query server, as the bench uses it. */
export type QueryConnection = Remote<QueryService>;
