/** A place in the file, as given by the fragment of its address. */
export interface Place {
  /** Which run, from 0. */
  readonly run?: number;
  /** Which of its findings, from 0. */
  readonly finding?: number;
  readonly atMs?: number;
  readonly key?: string;
}

/** Reads `#run=1&f=0&t=1234.5&key=a`; what is missing or no number is left out. */
export function readLink(hash: string): Place {
  const parts = new URLSearchParams(hash.replace(/^#/, ""));
  const number = (name: string, as: keyof Place): Place => {
    const text = parts.get(name) ?? "";
    return text === "" || !Number.isFinite(Number(text)) ? {} : { [as]: Number(text) };
  };
  const key = parts.get("key");
  return {
    ...number("run", "run"),
    ...number("f", "finding"),
    ...number("t", "atMs"),
    ...(key === null ? {} : { key }),
  };
}

/** Writes what {@link readLink} reads. */
export function writeLink({ run, finding, atMs, key }: Place): string {
  const parts = new URLSearchParams();
  if (run !== undefined && run > 0) parts.set("run", String(run));
  if (finding !== undefined) parts.set("f", String(finding));
  else if (atMs !== undefined) parts.set("t", String(Math.round(atMs * 1_000) / 1_000));
  if (key !== undefined && key !== "") parts.set("key", key);
  return `#${parts.toString()}`;
}
