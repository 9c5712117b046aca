/**
 * Keys that differ from others by little, and that code takes for something else: the empty string, names of an
 * object's properties, what separates items in a text, blanks, letters in another case or form, half a character.
 */
export const oddKeys: readonly string[] = [
  "",
  ..."__proto__ constructor toString length".split(" "),
  ..."a,b a;b a:b a|b a=b a&b a/b a\\b a#b a%2Cb a~b a.b a*b a[b {} [] null undefined 0 10 2".split(
    " ",
  ),
  ...['"', "'", "a b", " a", "a ", "a\tb", "a\nb", "a\r\nb", "a\0b", "a\u001fb", "\ufeffa"],
  // Some hash functions take these for equal.
  ..."Aa BB B@ xAa xBB".split(" "),
  ...["Odd", "odd", "oddly", "ODD", "\u00e9", "e\u0301", "\u{1f600}", "\uff5e", "\ud800"],
];

/** Values that code takes for none, or for something else. The keys of {@link oddKeys} make odd values, too. */
export const oddValues: readonly string[] = ["", " ", "0", "null", "undefined", "false", "~", "\n"];

/**
 * A key as long as the queries allow, and a value as long; see `starter/kvcommon/query_service.ts`. They have as many
 * characters as that, and more bytes in UTF-8.
 */
export const longKey = "long".padEnd(1_024, "\u00e9");
export const longValue = "long".padEnd(1024 * 1024, "\u00e9");

/**
 * Keys in an order that is none of theirs: not that of letters, of numbers, of code points, or of a language, and not that of
 * texts that begin with them and go on with a comma or a colon.
 */
export const unsortedKeys: readonly string[] = [
  ...["a b", "a!b", "a9"],
  ..."b 10 a B 9 \u00e4 z Z _ \uff5e \u{1f600} aa a-b ab A 1 ~ - \u00c4 a.b".split(" "),
];
