/**
 * What can go wrong with a call. The numbers from -32700 to -32600 are JSON-RPC 2.0's own (section 5.1 of its
 * specification); the others are this kit's, in the range that the specification leaves to servers.
 */
export const rpcErrors = {
  /** The text was no JSON. */
  parseError: { code: -32700, mayHaveHappened: false },
  /** The JSON was no request, or the message was too long. */
  invalidRequest: { code: -32600, mayHaveHappened: false },
  /** The server has no such method. */
  methodNotFound: { code: -32601, mayHaveHappened: false },
  /** The parameters are not of the method's shape. */
  invalidParams: { code: -32602, mayHaveHappened: false },
  /** The method threw; the message says what. */
  internalError: { code: -32603, mayHaveHappened: true },
  /** The result was longer than a message may be. */
  resultTooLong: { code: -32001, mayHaveHappened: true },
  /** The client made this one: no reply came before the call's deadline. */
  deadlineExceeded: { code: -32002, mayHaveHappened: true },
  /** The client made this one: the connection ended after the call was sent and before its reply came. */
  connectionLost: { code: -32003, mayHaveHappened: true },
  /** The client made this one: the connection was closed already, so nothing was sent. */
  notConnected: { code: -32004, mayHaveHappened: false },
} as const satisfies Record<string, { code: number; mayHaveHappened: boolean }>;

/** The name of a row of {@link rpcErrors}; `"unknown"` for a number that is not in the table. */
export type RpcErrorKind = keyof typeof rpcErrors | "unknown";

/** Why a call failed. Decide by `kind` or `mayHaveHappened`; the message is for people. */
export class RpcError extends Error {
  readonly kind: RpcErrorKind;
  /** The number that JSON-RPC gives the error. */
  readonly code: number;
  /** Whether the operation may have taken place all the same. When false, calling again cannot do it twice. */
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
