/**
 * What a line reports that came through the pipe of a process which runs student code; undefined for a line without the
 * token, which then is not the harness's.
 */
export function parseReport(line: string, token: string): unknown {
  // Student code that writes to our pipe without ending its line must not spoil what follows.
  const at = line.indexOf(`${token} `);
  if (at < 0) return undefined;
  try {
    return JSON.parse(line.slice(at + token.length + 1));
  } catch {
    return undefined;
  }
}
