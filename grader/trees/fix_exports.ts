/** What a compiled module exports where it declares it. */
const declared = /^export (?:default )?(?:async )?(?:class|const|function\*?) (\w+)/gm;

/**
 * Fixes what a compiled module exports, as its last statement, before any other module can see it: classes with their
 * prototypes, functions, and plain objects with what they consist of. So code that imports a given module can use it, and
 * change nothing about it.
 */
export function withFixedExports(text: string): string {
  const names = [...text.matchAll(declared)].map(([, name]) => name);
  if (names.length === 0) return text;
  const end = text.lastIndexOf("//# sourceMappingURL");
  const [code, map] = end < 0 ? [text, ""] : [text.slice(0, end), text.slice(end)];
  return `${code}${fix}[${names.join(", ")}].forEach($fix);\n${map}`;
}

/** Instances of classes are left alone: they belong to whoever made them. */
const fix = `function $fix(value) {
    const isPlain = Object.getPrototypeOf(Object(value)) === Object.prototype || Array.isArray(value);
    if ((typeof value !== "function" && !isPlain) || Object.isFrozen(value)) return;
    Object.freeze(value);
    if (typeof value === "function" && value.prototype) Object.freeze(value.prototype);
    if (isPlain) Object.values(value).forEach($fix);
}
`;
