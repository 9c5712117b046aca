/**
 * The errors of a call. The codes from -32700 to -32600 are defined by JSON-RPC 2.0 (section 5.1 of its specification);
 * the others are specific to this kit, in the range that the specification reserves for servers.
 */
export const rpcErrors = {
  /** The text is not JSON. */
  parseError: { code: -32700, mayHaveHappened: false },
  /** The JSON is not a request, or the message is too long. */
  invalidRequest: { code: -32600, mayHaveHappened: false },
  /** The server has no such method. */
  methodNotFound: { code: -32601, mayHaveHappened: false },
  /** The parameters do not match the method. */
  invalidParams: { code: -32602, mayHaveHappened: false },
  /** The method threw an exception; the message is the exception's. */
  internalError: { code: -32603, mayHaveHappened: true },
  /** The result is longer than a message may be. */
  resultTooLong: { code: -32001, mayHaveHappened: true },
  /** Created by the client: no reply arrived before the call's deadline. */
  deadlineExceeded: { code: -32002, mayHaveHappened: true },
  /** Created by the client: the connection ended after the call was sent and before its reply arrived. */
  connectionLost: { code: -32003, mayHaveHappened: true },
  /** Created by the client: the connection was already closed, so nothing was sent. */
  notConnected: { code: -32004, mayHaveHappened: false },
} as const satisfies Record<string, { code: number; mayHaveHappened: boolean }>;

/** The name of a row of {@link rpcErrors}; `"unknown"` for a code that is not in the table. */
export type RpcErrorKind = keyof typeof rpcErrors | "unknown";

/** The reason why a call failed. Programs use `kind` or `mayHaveHappened`; the message is for people. */
export class RpcError extends Error {
  readonly kind: RpcErrorKind;
  /** The JSON-RPC error code. */
  readonly code: number;
  /** Whether the operation may have been executed. If false, it is safe to repeat the call. */
  readonly mayHaveHappened: boolean;

  constructor(kind: keyof typeof rpcErrors, message: string);
  constructor(code: number, message: string);
  constructor(which: keyof typeof rpcErrors | number, message: string) {
    super(message);
    this.name = "RpcError";
    if (typeof which === "string") {
      this.kind = which;
      this.code = rpcErrors[which].code;
      this.mayHaveHappened = rpcErrors[which].mayHaveHappened;
    } else {
      this.kind = kindOf(which);
      this.code = which;
      this.mayHaveHappened = this.kind === "unknown" || rpcErrors[this.kind].mayHaveHappened;
    }
  }
}

function kindOf(code: number): RpcErrorKind {
  for (const [kind, row] of Object.entries(rpcErrors)) {
    if (row.code === code) return kind as keyof typeof rpcErrors;
  }
  return "unknown";
}
