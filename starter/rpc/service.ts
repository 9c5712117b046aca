import { RpcError } from "./rpc_error.js";

/**
 * A service as server and client see it: the name, and a check for the parameters of each method.
 *
 * `S` is an interface of methods that each take one object of parameters and return a promise of a plain result:
 *
 * ```ts
 * interface Greetings { greet(params: { name: string }): Promise<string> }
 * const greetings = defineService<Greetings>("greetings", { greet: paramsOf({ name: "string" }) });
 *
 * server.register(greetings, { greet: async ({ name }) => `hello ${name}` });
 * await client.use(greetings).greet({ name: "Ada" });
 * ```
 *
 * On the wire a method is called `service.method`, and its parameters are sent by name.
 */
export interface Service<S> {
  readonly name: string;
  readonly checks: { readonly [M in keyof S]: ParamsCheck<ParamsOf<S, M>> };
}

/** The parameters of a method of a service. */
export type ParamsOf<S, M extends keyof S> = S[M] extends (params: infer P) => unknown ? P : never;

/** The result of a method of a service. */
export type ResultOf<S, M extends keyof S> = S[M] extends (params: never) => infer R
  ? Awaited<R>
  : never;

/** The implementation of a service: its methods, each with a result or a promise of one. */
export type Implementation<S> = {
  [M in keyof S]: (params: ParamsOf<S, M>) => ResultOf<S, M> | Promise<ResultOf<S, M>>;
};

/** Checks received parameters and returns them with their type, or throws {@link RpcError} `invalidParams`. */
export type ParamsCheck<P> = (params: unknown) => P;

/** Defines a service by its name and the checks of its methods' parameters. */
export function defineService<S>(name: string, checks: Service<S>["checks"]): Service<S> {
  return { name, checks };
}

/** The types of fields, by their `typeof` names. */
export interface FieldTypes {
  string: string;
  number: number;
  boolean: boolean;
  object: object;
}

/**
 * A check for parameters that are an object with these fields. Additional fields are allowed, so that a newer client
 * can call an older server.
 */
export function paramsOf<F extends Record<string, keyof FieldTypes>>(
  fields: F,
): ParamsCheck<{ [K in keyof F]: FieldTypes[F[K]] }> {
  const wanted = Object.entries(fields);
  return (params) => {
    if (typeof params !== "object" || params === null || Array.isArray(params)) {
      throw new RpcError(
        "invalidParams",
        `expected parameters by name, { ${wanted.map(([name, type]) => `${name}: ${type}`).join(", ")} }`,
      );
    }
    for (const [name, type] of wanted) {
      const value = (params as Record<string, unknown>)[name];
      if (typeof value !== type || value === null) {
        const found = value === undefined ? "nothing" : value === null ? "null" : typeof value;
        throw new RpcError(
          "invalidParams",
          `parameter "${name}": expected a ${type}, got ${found}`,
        );
      }
    }
    return params as { [K in keyof F]: FieldTypes[F[K]] };
  };
}
