import { buffer } from "node:stream/consumers";
import { ZipFile } from "yazl";

/** A file of a zip that is to be. */
export interface ZipMember {
  /** Within the zip, with forward slashes. */
  readonly path: string;
  readonly content: Buffer;
  /** Whether it can be run as a program once it is unpacked. */
  readonly isProgram?: boolean;
}

/** One date for all entries, so that the same files give the same zip. */
const ZIP_DATE = new Date(1980, 0, 1);

/** The bytes of a zip with these files, in this order. The same files give the same bytes, on any day. */
export async function zipBytes(members: readonly ZipMember[]): Promise<Buffer> {
  const zip = new ZipFile();
  for (const { path, content, isProgram = false } of members) {
    const mode = isProgram ? 0o100755 : 0o100644;
    zip.addBuffer(content, path, { mtime: ZIP_DATE, mode, forceDosTimestamp: true });
  }
  zip.end();
  return await buffer(zip.outputStream);
}
