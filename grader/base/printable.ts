/**
 * Text of which nothing controls a terminal: escape sequences are removed, and other control characters are shown as
 * signs. Line breaks and tabs stay.
 */
export function printable(text: string): string {
  return text
    .replaceAll("\r\n", "\n")
    .replace(escapeSequence, "")
    .replace(controlCharacter, (char) => {
      const code = char.charCodeAt(0);
      return code < 0x20 ? String.fromCharCode(0x2400 + code) : "\u{FFFD}";
    });
}

// The characters are what these are about.
/* eslint-disable no-control-regex */
const escapeSequence = /\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)?)/g;
const controlCharacter =
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;
/* eslint-enable no-control-regex */
