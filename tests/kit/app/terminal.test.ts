/** Goal: news never spoil the line being typed. Method: the terminal on streams, and a tiny terminal that draws it. */
import { PassThrough } from "node:stream";
import { expect } from "chai";
import { PipeScreen } from "#solution/app/terminal/pipe_screen.js";
import { TtyScreen } from "#solution/app/terminal/tty_screen.js";
import { clean, columns, count, wrap } from "#solution/app/view/text.js";
import { eventually, installNodePlatform } from "../support.js";

const width = 40;

/** Draws what is written, with the few control sequences that readline uses; gives the lines on the screen. */
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
  let screen: TtyScreen;

  beforeEach(() => {
    input = new PassThrough();
    output = new PassThrough();
    output.columns = width;
    written = "";
    // A terminal moves to the start of the next line for a line feed.
    output.on("data", (data: Buffer) => (written += data.toString().replaceAll("\n", "\r\n")));
    screen = new TtyScreen(input, output, false);
    screen.prompt("[dorm 0] > ");
  });

  afterEach(() => {
    screen.close();
  });

  const shows = (...lines: string[]): Promise<void> =>
    eventually(`the screen shows ${lines.join("|")}, not ${drawn(written).join("|")}`, () =>
      drawn(written).join("\n").trimEnd().endsWith(lines.join("\n")),
    );

  it("prints news above a short line, and the line stays", async () => {
    input.write("say hel");
    await shows("[dorm 0] > say hel");
    screen.print("Bob arrives.");
    input.write("lo");
    await shows("Bob arrives.", "[dorm 0] > say hello");
    expect(drawn(written).filter((line) => line.includes("say"))).to.have.length(1);
  });

  it("does so with a line of several rows, typed or pasted, and draws it once", async () => {
    const long = "say a line that is longer than the screen is wide, by far, is it not";
    const rows = [`[dorm 0] > ${long}`.slice(0, 40), `[dorm 0] > ${long}`.slice(40)];
    input.write(long);
    await shows(...rows);
    screen.print("One.");
    screen.print("Two.");
    screen.prompt("[dorm 1] > ");
    screen.print("Three.");
    await shows(
      "One.",
      "Two.",
      "Three.",
      ...rows.map((row) => row.replace("[dorm 0]", "[dorm 1]")),
    );
    expect(drawn(written).filter((line) => line.includes("say a line"))).to.have.length(1);
    const lines: string[] = [];
    screen.onLine((line) => lines.push(line));
    input.write("!\r");
    await eventually("the line arrives", () => lines.length === 1);
    expect(lines).to.deep.equal([`${long}!`]);
  });

  it("gives up the line at Ctrl-C, and ends at Ctrl-C on an empty one", async () => {
    const ends: string[] = [];
    screen.onEnd((why) => ends.push(why));
    input.write("abc");
    await shows("> abc");
    input.write("\u0003");
    await shows("[dorm 0] >");
    expect(ends).to.deep.equal([]);
    input.write("\u0003");
    await eventually("it ends", () => ends.length === 1);
    expect(ends).to.deep.equal(["interrupt"]);
  });

  it("keeps lines that are typed before anybody listens, and completes words", async () => {
    screen.onComplete((line) => [["go hall"], line]);
    input.write("first\rgo h\t");
    await shows("[dorm 0] > first", "go hall");
    input.write("\r");
    const lines: string[] = [];
    screen.onLine((line) => lines.push(line));
    await eventually("both arrive", () => lines.length === 2);
    expect(lines).to.deep.equal(["first", "go hall"]);
  });

  it("leaves no prompt behind", async () => {
    screen.print("Bye.");
    screen.close();
    await eventually("the prompt is gone", () => drawn(written).join("\n").trimEnd() === "Bye.");
  });
});

describe("CMUD on a pipe", () => {
  it("writes texts as they are, with a prompt once for each line that it waits for", async () => {
    const [input, output] = [new PassThrough(), new PassThrough()];
    const screen = new PipeScreen(input, output);
    const lines: string[] = [];
    let ended = false;
    screen.onLine((line) => lines.push(line));
    screen.onEnd(() => (ended = true));
    screen.prompt("> ");
    screen.prompt("new > ");
    screen.progress();
    screen.print("news");
    screen.prompt("> ");
    input.end("a\r\nb");
    await eventually("the input ends", () => ended);
    expect(lines).to.deep.equal(["a", "b"]);
    screen.close();
    expect(String(output.read())).to.equal("> \nnews\n> \n");
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
    expect(wrap("  aaa bbb ccc", 8, "    ")).to.equal("  aaa\n    bbb\n    ccc");
    expect(wrap("\u001b[1maaa\u001b[22m bbb", 7)).to.include("aaa\u001b[22m bbb");
    expect(
      columns([
        ["a", "bbb", "c"],
        ["aaa", "b"],
      ]),
    ).to.equal("a    bbb  c\naaa  b");
    expect([count(1, "coin"), count(1_200, "coin")]).to.deep.equal(["1 coin", "1,200 coins"]);
  });
});
