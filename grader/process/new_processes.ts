/**
 * A filter of system calls that lets a process start threads, but no other processes: a program for the Linux kernel's
 * packet filter, as `seccomp` takes it. A process that cannot start others has no strays, and its memory limit is the
 * limit of everything.
 *
 * @returns the program's bytes; undefined for an architecture whose numbers of system calls are not known here.
 */
export function refusesNewProcesses(arch: string = process.arch): Buffer | undefined {
  const calls = architectures[arch];
  if (calls === undefined) return undefined;
  const { audit, clone, clone3, others } = calls;
  const refused = others.length;
  // Jumps count the instructions that they skip.
  const program: Instruction[] = [
    [load, 0, 0, offsets.arch],
    [ifEqual, 1, 0, audit],
    [answer, 0, 0, answers.refuse],
    [load, 0, 0, offsets.number],
    [ifAtLeast, refused + 3 + 1, 0, foreignCalls],
    ...others.map((number, i): Instruction => [ifEqual, refused - i + 3, 0, number]),
    // The C library falls back to clone, whose flags can be seen here.
    [ifEqual, 4, 0, clone3],
    [ifEqual, 0, 4, clone],
    [load, 0, 0, offsets.firstArgument],
    [ifAnyBit, 2, 0, cloneThread],
    [answer, 0, 0, answers.refuse],
    [answer, 0, 0, answers.unknownCall],
    [answer, 0, 0, answers.allow],
  ];
  return assembled(program);
}

/** Operation, how far to jump if true and if false, and its operand. */
type Instruction = readonly [code: number, ifTrue: number, ifFalse: number, operand: number];

const load = 0x20;
const ifEqual = 0x15;
const ifAtLeast = 0x35;
const ifAnyBit = 0x45;
const answer = 0x06;

/** Where the kernel's `seccomp_data` has what is looked at, in bytes. */
const offsets = { number: 0, arch: 4, firstArgument: 16 };

const errno = 0x0005_0000;
const answers = { allow: 0x7fff_0000, refuse: errno | 1, unknownCall: errno | 38 };

/** From here on, numbers of system calls belong to another convention (x32). */
const foreignCalls = 0x4000_0000;

/** The flag of clone that makes a thread. */
const cloneThread = 0x0001_0000;

interface Calls {
  readonly audit: number;
  readonly clone: number;
  readonly clone3: number;
  /** fork and vfork, where there are any; what attaches to other processes, or makes namespaces. */
  readonly others: readonly number[];
}

const architectures: Readonly<Partial<Record<string, Calls>>> = {
  x64: {
    audit: 0xc000_003e,
    clone: 56,
    clone3: 435,
    others: [57, 58, 101, 165, 272, 308, 310, 311],
  },
  arm64: { audit: 0xc000_00b7, clone: 220, clone3: 435, others: [117, 40, 97, 268, 270, 271] },
};

function assembled(program: readonly Instruction[]): Buffer {
  const bytes = Buffer.alloc(program.length * 8);
  program.forEach(([code, ifTrue, ifFalse, operand], i) => {
    bytes.writeUInt16LE(code, i * 8);
    bytes.writeUInt8(ifTrue, i * 8 + 2);
    bytes.writeUInt8(ifFalse, i * 8 + 3);
    bytes.writeUInt32LE(operand >>> 0, i * 8 + 4);
  });
  return bytes;
}
