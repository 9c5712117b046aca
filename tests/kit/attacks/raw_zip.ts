import { crc32 } from "./crc32.js";

/** A zip with entries of any names, which no library would write. */
export function rawZip(entries: readonly (readonly [path: string, content: string])[]): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const [path, text] of entries) {
    const name = Buffer.from(path);
    const content = Buffer.from(text);
    const sizes = [crc32(content), content.length, content.length];
    const local = header(0x04034b50, [10, 0x0800, 0, 0, 33], sizes, [name.length, 0]);
    const central = header(0x02014b50, [10, 10, 0x0800, 0, 0, 33], sizes, [
      name.length,
      0,
      0,
      0,
      0,
    ]);
    const rest = Buffer.alloc(8);
    rest.writeUInt32LE((0o100644 << 16) >>> 0, 0);
    rest.writeUInt32LE(offset, 4);
    centrals.push(central, rest, name);
    locals.push(local, name, content);
    offset += local.length + name.length + content.length;
  }
  const directory = Buffer.concat(centrals);
  const end = header(
    0x06054b50,
    [0, 0, entries.length, entries.length],
    [directory.length, offset],
    [0],
  );
  return Buffer.concat([...locals, directory, end]);
}

function header(
  signature: number,
  shorts: readonly number[],
  longs: readonly number[],
  more: readonly number[],
): Buffer {
  const bytes = Buffer.alloc(4 + shorts.length * 2 + longs.length * 4 + more.length * 2);
  let at = bytes.writeUInt32LE(signature, 0);
  for (const short of shorts) at = bytes.writeUInt16LE(short, at);
  for (const long of longs) at = bytes.writeUInt32LE(long, at);
  for (const short of more) at = bytes.writeUInt16LE(short, at);
  return bytes;
}
