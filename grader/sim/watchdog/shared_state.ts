/** Longer names of hosts are cut, in bytes. */
const maxNameBytes = 256;

/** Where the number of steps, whether one is under way, and the length of the host's name are. */
const at = { steps: 0, busy: 1, nameBytes: 2 } as const;
const headBytes = 3 * Int32Array.BYTES_PER_ELEMENT;

/** What the simulating thread last said of itself, in memory that the watchdog's thread can look at. */
export class SharedState {
  readonly memory: SharedArrayBuffer;
  readonly #head: Int32Array;
  readonly #name: Uint8Array;
  #host = "";

  /** Without `memory`, new memory is made. */
  constructor(memory = new SharedArrayBuffer(headBytes + maxNameBytes)) {
    this.memory = memory;
    this.#head = new Int32Array(memory, 0, 3);
    this.#name = new Uint8Array(memory, headBytes);
  }

  /** Notes that a step for a host begins. */
  step(host: string): void {
    if (host !== this.#host) {
      this.#host = host;
      const bytes = Buffer.from(host).subarray(0, maxNameBytes);
      this.#name.set(bytes);
      Atomics.store(this.#head, at.nameBytes, bytes.length);
    }
    Atomics.store(this.#head, at.busy, 1);
    Atomics.add(this.#head, at.steps, 1);
  }

  /** Notes that nothing is under way. */
  rest(): void {
    Atomics.store(this.#head, at.busy, 0);
  }

  /** What the other thread has last noted. */
  read(): { readonly steps: number; readonly busy: boolean; readonly host: string } {
    const length = Atomics.load(this.#head, at.nameBytes);
    return {
      steps: Atomics.load(this.#head, at.steps),
      busy: Atomics.load(this.#head, at.busy) !== 0,
      host: Buffer.from(this.#name.slice(0, length)).toString("utf8"),
    };
  }
}
