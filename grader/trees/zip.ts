import { basename, join } from "node:path";
import { buffer } from "node:stream/consumers";
import { openPromise, type Entry, type ZipFile } from "yauzl";
import { ZipFile as ZipWriter } from "yazl";
import { printable } from "../base/printable.js";
import { foldersOf, isForeignFolder, type RawFile, type RawFiles } from "./read_folder.js";
import { TreeError } from "./tree_error.js";

/** The maximum number of entries in a submission. */
export const MAX_ZIP_ENTRIES = 500;
/** The maximum size of a zip's content after unpacking, in bytes. */
export const MAX_UNPACKED_BYTES = 20 * 1024 * 1024;

const HOW_TO_PACK = 'make it with "sh make_submit.sh" or "npm run submit"';

/**
 * Reads the files of a zip into memory; nothing is written anywhere.
 *
 * @throws {@link TreeError} if it is not a zip, broken, or hostile: with a path that leads outside, a link, the same
 *   name twice, encryption, more than {@link MAX_ZIP_ENTRIES} entries or {@link MAX_UNPACKED_BYTES} bytes.
 */
export async function readZip(file: string): Promise<RawFiles> {
  const shown = basename(file);
  const refuse = (why: string): TreeError =>
    new TreeError("unusable", `cannot use ${shown}: ${why}; ${HOW_TO_PACK}`);

  let zip: ZipFile;
  try {
    zip = await openPromise(file, { lazyEntries: true, strictFileNames: false });
  } catch (error) {
    throw refuse(`it is not a zip, or only part of one (${messageOf(error)})`);
  }
  try {
    return await readEntries(zip, file, refuse);
  } catch (error) {
    if (error instanceof TreeError) throw error;
    throw refuse(`it is broken or hostile (${messageOf(error)})`);
  } finally {
    zip.close();
  }
}

/** A file to be written into a zip. */
export interface ZipMember {
  /** Within the zip, with forward slashes. */
  readonly path: string;
  readonly content: Buffer;
  /** Whether it can be run as a program once it is unpacked. */
  readonly isProgram?: boolean;
}

/** The same date for all entries, so that the same files give the same zip. */
const ZIP_DATE = new Date(1980, 0, 1);

/** The bytes of a zip with these files, in this order. The same files always give the same bytes. */
export async function zipBytes(members: readonly ZipMember[]): Promise<Buffer> {
  const zip = new ZipWriter();
  for (const { path, content, isProgram = false } of members) {
    const mode = isProgram ? 0o100755 : 0o100644;
    zip.addBuffer(content, path, { mtime: ZIP_DATE, mode, forceDosTimestamp: true });
  }
  zip.end();
  return await buffer(zip.outputStream);
}

async function readEntries(
  zip: ZipFile,
  file: string,
  refuse: (why: string) => TreeError,
): Promise<RawFiles> {
  if (zip.entryCount > MAX_ZIP_ENTRIES) {
    throw refuse(
      `it has ${zip.entryCount} entries, and at most ${MAX_ZIP_ENTRIES} are allowed (does it contain node_modules or build?)`,
    );
  }
  const files: RawFile[] = [];
  const seen = new Set<string>();
  let unpackedBytes = 0;
  for await (const entry of zip.eachEntry()) {
    const path = entry.fileName;
    if (isLink(entry)) throw refuse(`its entry ${path} is a link`);
    if (entry.isEncrypted()) throw refuse(`its entry ${path} is encrypted`);
    const problem = problemOf(path);
    if (problem !== undefined) throw refuse(`its entry ${printable(path).slice(0, 80)} ${problem}`);
    if (seen.has(path)) throw refuse(`it holds ${path} twice`);
    seen.add(path);
    unpackedBytes += entry.uncompressedSize;
    if (unpackedBytes > MAX_UNPACKED_BYTES) {
      throw refuse(
        `unpacked, it is larger than ${MAX_UNPACKED_BYTES / 1024 / 1024} MiB, the limit for submissions`,
      );
    }
    if (path.endsWith("/") || isForeign(path)) continue;
    // The library stops the stream with an error as soon as it exceeds the size that was added up above.
    const content = await buffer(await zip.openReadStreamPromise(entry));
    files.push({ path, original: join(file, path), content });
  }
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  const folders = new Set(files.flatMap(({ path }) => foldersOf(path)));
  const both = files.find(({ path }) => folders.has(path));
  if (both !== undefined) throw refuse(`it holds ${both.path} as a file and as a folder`);
  return { files, notices: [] };
}

/** File systems have no longer names, in bytes. */
const maxNameBytes = 255;

/** Deeper than any submission, and short enough for the paths of files that are staged. */
const maxPathBytes = 512;

/** Why an entry of that name cannot be a file of a submission; undefined if it can. */
function problemOf(path: string): string | undefined {
  if (printable(path) !== path || /[\n\t\uFFFD]/.test(path))
    return "has control characters in its name";
  if (Buffer.byteLength(path) > maxPathBytes) return "has too long a name";
  const names = path.replace(/\/$/, "").split("/");
  if (names.some((name) => Buffer.byteLength(name) > maxNameBytes)) return "has too long a name";
  // Two names of one file could hide that it is there twice.
  if (names.some((name) => name === "" || name === ".")) return "has no plain name";
  return undefined;
}

function isLink(entry: Entry): boolean {
  const unixMode = entry.externalFileAttributes >>> 16;
  return (unixMode & 0o170000) === 0o120000;
}

function isForeign(path: string): boolean {
  const parts = path.split("/");
  const name = parts.pop() ?? "";
  return name.startsWith(".") || parts.some(isForeignFolder);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
