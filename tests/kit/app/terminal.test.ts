/** Goal: news never spoil the line being typed. Method: it on streams, and a tiny emulator that draws what it writes. */
import { PassThrough } from "node:stream";
import { expect } from "chai";
import { Terminal } from "#solution/app/terminal.js";
import { clean, columns, count, wrap } from "#solution/app/view/text.js";
import { eventually, installNodePlatform, textIn } from "../support.js";

const width = 40;

/** Draws what is written, with the few control sequences that readline uses; gives the lines on the terminal. */
function drawn(output: string): string[] {
  const rows: string[][] = [[]];
  let [row, column] = [0, 0];
  const put = (char: string): void => {
    if (column === width) [row, column] = [row + 1, 0];
    (rows[row] ??= [])[column++] = char;
  };
  // eslint-disable-next-line no-control-regex -- control characters are what a terminal draws with
  for (const [token, n = "1", code] of output.matchAll(/\u001b\[(\d*)([A-Za-z])|[^]/g)) {
    const steps = Number(n === "" ? 1 : n);
    if (code === "A") row = Math.max(0, row - steps);
    else if (code === "B") row += steps;
    else if (code === "C") column += steps;
    else if (code === "D") column = Math.max(0, column - steps);
    else if (code === "G") column = steps - 1;
    else if (code === "J") {
      rows.length = row + 1;
      rows[row] = (rows[row] ?? []).slice(0, column);
    } else if (code === "K") rows[row] = (rows[row] ?? []).slice(0, column);
    else if (token === "\n") row++;
    else if (token === "\r") column = 0;
    else if (code === undefined) put(token);
  }
  return Array.from(rows, (chars) =>
    Array.from((chars as readonly (string | undefined)[] | undefined) ?? [], (char) => char ?? " ")
      .join("")
      .trimEnd(),
  );
}

beforeEach(() => {
  installNodePlatform();
});

describe("the terminal of CMUD", () => {
  let input: PassThrough;
  let output: PassThrough & { columns?: number };
  let written: string;
  let terminal: Terminal;

  beforeEach(() => {
    input = new PassThrough();
    output = new PassThrough();
    output.columns = width;
    written = "";
    // A terminal moves to the start of the next line for a line feed.
    output.on("data", (data: Buffer) => (written += data.toString().replaceAll("\n", "\r\n")));
    terminal = new Terminal({ input, output, interactive: true });
    terminal.prompt("[dorm 0] > ");
  });

  afterEach(() => {
    terminal.close();
  });

  const shows = (...lines: string[]): Promise<void> =>
    eventually(`the screen shows ${lines.join("|")}, not ${drawn(written).join("|")}`, () =>
      drawn(written).join("\n").trimEnd().endsWith(lines.join("\n")),
    );

  it("prints news above a short line, and the line stays", async () => {
    input.write("say hel");
    await shows("[dorm 0] > say hel");
    terminal.print("Bob arrives.");
    input.write("lo");
    await shows("Bob arrives.", "[dorm 0] > say hello");
    expect(drawn(written).filter((line) => line.includes("say"))).to.have.length(1);
  });

  it("does so with a line of several rows, typed or pasted, and draws it once", async () => {
    const long = "say a line that is longer than the screen is wide, by far, is it not";
    const rows = [`[dorm 0] > ${long}`.slice(0, 40), `[dorm 0] > ${long}`.slice(40)];
    input.write(long);
    await shows(...rows);
    terminal.print("One.");
    terminal.print("Two.");
    terminal.prompt("[dorm 1] > ");
    terminal.print("Three.");
    await shows(
      "One.",
      "Two.",
      "Three.",
      ...rows.map((row) => row.replace("[dorm 0]", "[dorm 1]")),
    );
    expect(drawn(written).filter((line) => line.includes("say a line"))).to.have.length(1);
    input.write("!\r");
    expect(await terminal.nextLine()).to.equal(`${long}!`);
  });

  it("gives up the line at Ctrl-C, and ends at Ctrl-C on an empty one", async () => {
    let interrupts = 0;
    terminal.onInterrupt = () => interrupts++;
    input.write("abc");
    await shows("> abc");
    input.write("\u0003");
    await shows("[dorm 0] >");
    expect(interrupts).to.equal(0);
    input.write("\u0003");
    await eventually("it ends", () => interrupts === 1);
  });

  it("keeps lines that are typed before anybody listens, and completes words", async () => {
    terminal.completer = (line) => [["go hall"], line];
    input.write("first\rgo h\t");
    await shows("[dorm 0] > first", "go hall");
    input.write("\r");
    expect([await terminal.nextLine(), await terminal.nextLine()]).to.deep.equal([
      "first",
      "go hall",
    ]);
    input.end();
    expect(await terminal.nextLine()).to.equal(undefined);
  });

  it("leaves no prompt behind", async () => {
    terminal.print("Bye.");
    terminal.close();
    await eventually("the prompt is gone", () => drawn(written).join("\n").trimEnd() === "Bye.");
  });
});

describe("CMUD on a pipe", () => {
  it("writes texts as they are, with a prompt once for each line that it waits for", async () => {
    const [input, output] = [new PassThrough(), new PassThrough()];
    const terminal = new Terminal({ input, output, interactive: false });
    terminal.prompt("> ");
    terminal.prompt("new > ");
    terminal.progress("[###...] mining ");
    terminal.print("news");
    terminal.prompt("> ");
    input.end("a\r\nb");
    const lines = [await terminal.nextLine(), await terminal.nextLine(), await terminal.nextLine()];
    expect(lines).to.deep.equal(["a", "b", undefined]);
    terminal.close();
    expect(textIn(output)).to.equal("> \nnews\n> \n");
  });
});

describe("texts of CMUD", () => {
  it("of others lose what could harm a terminal", () => {
    expect(clean("a\u001b[31mb\u001b]0;title\u0007c\r\n\td\u202ee\u009b1m")).to.match(
      /^ab?.*c d e/,
    );
    for (const char of ["\u001b", "\u0007", "\u009b", "\u202e", "\n", "\u2028"]) {
      expect(clean(`x${char}y`), JSON.stringify(char)).not.to.include(char);
    }
    expect(clean("x".repeat(900)).length).to.be.below(310);
    expect(clean("Grüße, 李 👋")).to.equal("Grüße, 李 👋");
  });

  it("are broken where they have spaces, and lined up", () => {
    expect(wrap("  aaa bbb ccc\nddd", 8)).to.equal("  aaa\n  bbb\n  ccc\nddd");
    expect(wrap("  a) one two\n-- three four", 8)).to.equal(
      "  a) one\n     two\n-- three\n   four",
    );
    expect(wrap("\u001b[1maaa\u001b[22m bbb", 7)).to.include("aaa\u001b[22m bbb");
    expect(wrap("李李李 李", 7)).to.equal("李李李\n李");
    expect(
      columns([
        ["a", "bbb", "c"],
        ["aaa", "b"],
      ]),
    ).to.equal("a    bbb  c\naaa  b");
    expect([count(1, "coin"), count(1_200, "coin")]).to.deep.equal(["1 coin", "1,200 coins"]);
  });
});
