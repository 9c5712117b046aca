/** A message is not plain data. The error names the position inside the message, such as `message.items[2].when`. */
export class MessageError extends TypeError {
  constructor(message: string) {
    super(message);
    this.name = "MessageError";
  }
}

/** Objects nested deeper than this are rejected: they are always a mistake, usually a cycle. */
const maxDepth = 200;

/**
 * Encodes a message as JSON, after checking that JSON can represent it, because JSON silently drops or changes anything
 * else. Allowed are strings, finite numbers, booleans, null, arrays, and plain objects; a property that is undefined
 * counts as absent.
 *
 * @param what names the value in errors.
 * @throws {@link MessageError} for anything else.
 */
export function encodeMessage(message: unknown, what = "message"): string {
  if (!isPlain(message, 0)) throw new MessageError(explain(message, what, new Set()));
  return JSON.stringify(message);
}

/** Decodes the output of {@link encodeMessage}. */
export function decodeMessage(text: string): unknown {
  return JSON.parse(text);
}

/** The fast check. {@link explain} finds the position of a problem. */
function isPlain(value: unknown, depth: number): boolean {
  switch (typeof value) {
    case "string":
    case "boolean":
      return true;
    case "number":
      return Number.isFinite(value);
    case "object":
      break;
    default:
      return false;
  }
  if (value === null) return true;
  if (depth > maxDepth) return false;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) if (!isPlain(value[i], depth + 1)) return false;
    return Object.getPrototypeOf(value) === Array.prototype;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  for (const key in value) {
    const property = (value as Record<string, unknown>)[key];
    if (property !== undefined && !isPlain(property, depth + 1)) return false;
  }
  return typeof (value as { toJSON?: unknown }).toJSON !== "function";
}

/** Says what is wrong with a value that {@link isPlain} rejected. */
function explain(value: unknown, path: string, above: Set<object>): string {
  const cannot = (what: string): string => `${path} is ${what}, which cannot be sent`;
  switch (typeof value) {
    case "undefined":
      return `${cannot("undefined")}; leave the property out, or use null`;
    case "number":
      return Number.isFinite(value) ? "" : `${cannot(String(value))}; JSON has no such number`;
    case "function":
      return `${cannot("a function")}; send data, and let the receiver hold the code`;
    case "bigint":
      return `${cannot("a bigint")}; send it as a string`;
    case "symbol":
      return cannot("a symbol");
    case "string":
    case "boolean":
      return "";
    case "object":
      break;
  }
  if (value === null) return "";
  if (above.has(value)) return `${cannot("part of a cycle")}; actors share no pointers`;
  if (above.size > maxDepth) return cannot(`nested deeper than ${maxDepth} levels`);
  if (!Array.isArray(value)) {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) {
      return `${cannot(`an instance of ${className(value)}`)}; copy what the receiver needs into a plain object or array`;
    }
  } else if (Object.getPrototypeOf(value) !== Array.prototype) {
    return `${cannot(`an instance of ${className(value)}`)}; send a plain array`;
  }
  above.add(value);
  for (const [key, property] of entriesOf(value)) {
    const inner = explainProperty(property, pathTo(path, key, value), above);
    if (inner !== "") return inner;
  }
  above.delete(value);
  return typeof (value as { toJSON?: unknown }).toJSON === "function"
    ? `${cannot("an object with a toJSON method")}; send plain data`
    : "";
}

function explainProperty(property: unknown, path: string, above: Set<object>): string {
  const absent = property === undefined && !path.endsWith("]");
  return absent ? "" : explain(property, path, above);
}

function entriesOf(value: object): [string, unknown][] {
  if (!Array.isArray(value)) return Object.entries(value);
  return Array.from(value as unknown[], (item, index) => [String(index), item]);
}

function pathTo(path: string, key: string, container: object): string {
  if (Array.isArray(container)) return `${path}[${key}]`;
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `${path}.${key}` : `${path}{${JSON.stringify(key)}}`;
}

function className(value: object): string {
  const constructor: unknown = (value as { constructor?: unknown }).constructor;
  return typeof constructor === "function" && constructor.name !== ""
    ? constructor.name
    : "a class";
}
