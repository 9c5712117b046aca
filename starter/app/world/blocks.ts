/** Takes a text apart into blocks of lines, which stand between empty lines. For tables that are mostly prose. */
export function blocks(text: string): string[][] {
  return text
    .trim()
    .split(/\n\s*\n/)
    .map((block) => block.split("\n"));
}
