/** Splits a text at empty lines into blocks, and each block into lines. For tables that are mostly prose. */
export function blocks(text: string): string[][] {
  return text
    .trim()
    .split(/\n\s*\n/)
    .map((block) => block.split("\n"));
}
