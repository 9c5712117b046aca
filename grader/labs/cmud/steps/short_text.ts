import { beginningOf } from "../../../base/beginning_of.js";

/** The longest text that is recorded as it is, in characters. */
const maxLength = 300;

/**
 * A key or a value as the history records it. A long one is cut, so that messages and histories stay short; its length
 * and its checksum distinguish it from others that begin in the same way.
 */
export function shortText(text: string): string {
  if (text.length <= maxLength) return text;
  let checksum = 0;
  for (let index = 0; index < text.length; index++) {
    checksum = (Math.imul(checksum, 31) + text.charCodeAt(index)) | 0;
  }
  const head = beginningOf(text, 40).replace(/\p{Cc}/gu, ".");
  return `${head}... (${text.length} characters, checksum ${(checksum >>> 0).toString(16)})`;
}
