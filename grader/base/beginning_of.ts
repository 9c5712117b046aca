/** A copy of the first characters of a text: what `slice` returns would keep the whole text in memory. */
export function beginningOf(text: string, length: number): string {
  if (text.length <= length) return text;
  return Buffer.from(text.slice(0, length), "utf16le").toString("utf16le");
}
