import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse as parseYaml } from "yaml";
import { UsageError } from "../base/exit_codes.js";
import { studentNamed, type HandIn, type Student } from "./hand_in.js";

/** The file with which a Gradescope export describes its folders. */
const gradescopeFile = "submission_metadata.yml";

/** What lies beside hand-ins without being one. */
const besides = /^(\.|__MACOSX$|Thumbs\.db$|desktop\.ini$)|\.(csv|yml|yaml|json|txt|md|html|pdf)$/i;

/**
 * Finds the hand-ins in a folder, in the order of their ids: a Gradescope export (folders that `submission_metadata.yml`
 * describes), a Canvas export (`name_user_submission_file.zip`), a Moodle export (`Name_id_assignsubmission_file_`), or
 * plain zips and folders. Whether a hand-in can be read is found out when it is graded.
 *
 * @throws {@link UsageError} if there is no such folder, or nothing in it.
 */
export async function findHandIns(folder: string): Promise<HandIn[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => {
    throw new UsageError(`there is no folder ${folder} with hand-ins`);
  });
  const metadata = join(folder, gradescopeFile);
  const described = existsSync(metadata)
    ? readGradescope(await readFile(metadata, "utf8"))
    : undefined;
  const found: HandIn[] = [];
  for (const { name } of entries.filter((entry) => !besides.test(entry.name))) {
    const path = await contentOf(join(folder, name));
    found.push({ ...(described?.(name) ?? canvas(name) ?? moodle(name) ?? plain(name)), path });
  }
  if (found.length === 0) throw new UsageError(`there are no zips and no folders in ${folder}`);
  return distinct(found).sort((a, b) => (a.id < b.id ? -1 : 1));
}

type Described = Omit<HandIn, "path">;

/** The only zip in a folder, which is what a student uploaded; otherwise the path itself. */
async function contentOf(path: string): Promise<string> {
  const entries = await readdir(path).catch(() => []);
  const shown = entries.filter((name) => !besides.test(name));
  const [only] = shown;
  return shown.length === 1 && only?.toLowerCase().endsWith(".zip") === true
    ? join(path, only)
    : path;
}

/** Canvas: `lovelaceada_LATE_4711_815_handin-2.zip`. */
function canvas(name: string): Described | undefined {
  const found = /^(?<who>[^_]+)_(?<late>LATE_)?(?<user>\d+)_(?<submission>\d+)_.+\.zip$/i.exec(
    name,
  );
  if (found?.groups === undefined) return undefined;
  const { who = "", late, user = "" } = found.groups;
  const student: Student = { id: user, lastName: "", firstName: who, email: "" };
  const isLate = late === undefined ? {} : { markedLate: true };
  return { id: `${who}_${user}`, origin: "canvas", students: [student], ...isLate };
}

/** Moodle: `Ada Lovelace_4711_assignsubmission_file_`. */
function moodle(name: string): Described | undefined {
  const found = /^(?<who>.+)_(?<user>\d+)_assignsubmission_file_?$/.exec(name);
  if (found?.groups === undefined) return undefined;
  const { who = "", user = "" } = found.groups;
  const students = [studentNamed(who, user)];
  return { id: fileName(`${who}_${user}`), origin: "moodle", students };
}

function plain(name: string): Described {
  const id = fileName(name.replace(/\.zip$/i, ""));
  return { id, origin: "plain", students: [{ id, lastName: "", firstName: "", email: "" }] };
}

/** A person in Gradescope's metadata, whose keys are Ruby's symbols. */
interface Submitter {
  readonly ":name"?: string;
  readonly ":sid"?: string | number;
  readonly ":email"?: string;
}

/** A submission in Gradescope's metadata. */
interface Submission {
  readonly ":submitters"?: readonly Submitter[];
  readonly ":created_at"?: string | Date;
  readonly ":history"?: readonly unknown[];
}

/** Reads the metadata of a Gradescope export; the result describes a folder of it. */
function readGradescope(text: string): (folder: string) => Described | undefined {
  let all: Readonly<Record<string, Submission>>;
  try {
    all = (parseYaml(text) ?? {}) as Record<string, Submission>;
  } catch (error) {
    throw new UsageError(`cannot read ${gradescopeFile}: ${String(error)}`);
  }
  return (folder) => {
    const found = all[folder];
    if (found === undefined) return undefined;
    const students = (found[":submitters"] ?? []).map((who) =>
      studentNamed(
        who[":name"] ?? "",
        String(who[":sid"] ?? who[":email"] ?? folder),
        who[":email"],
      ),
    );
    const created = found[":created_at"];
    const history = found[":history"];
    return {
      id: fileName(folder),
      origin: "gradescope",
      students: students.length > 0 ? students : plain(folder).students,
      ...(created === undefined ? {} : { submittedAt: isoTime(created) }),
      ...(history === undefined ? {} : { submissions: history.length + 1 }),
    };
  };
}

/** Gradescope writes `2027-03-12 20:15:00.123456000 Z`, also with an offset. */
function isoTime(time: string | Date): string {
  const date = time instanceof Date ? time : new Date(time.replace(/(\.\d{3})\d+/, "$1"));
  return Number.isNaN(date.getTime()) ? String(time) : date.toISOString();
}

/** A name as that of a file on every system. */
function fileName(name: string): string {
  return name.normalize("NFC").replace(/[^\p{L}\p{N}_.-]+/gu, "_") || "_";
}

/** Numbers hand-ins whose ids are the same but for case, which some file systems do not tell apart. */
function distinct(handIns: readonly HandIn[]): HandIn[] {
  const used = new Map<string, number>();
  return handIns.map((handIn) => {
    const key = handIn.id.toLowerCase();
    const times = (used.get(key) ?? 0) + 1;
    used.set(key, times);
    return times === 1 ? handIn : { ...handIn, id: `${handIn.id}.${times}` };
  });
}
