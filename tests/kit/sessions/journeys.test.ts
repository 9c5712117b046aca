/**
 * Goal: what a failure says about the way of a lost write is so, and it says nothing of what messages do not show.
 */
import { expect } from "chai";
import type { HandledRecord, HistoryRecord, TellRecord } from "../../../grader/history/history.js";
import type { CommandRecord } from "../../../grader/labs/sessions/steps/command.js";
import { findWrongs } from "../../../grader/labs/sessions/oracle/find_wrongs.js";
import { historyOf } from "../cmud/checks/histories.js";

/** A line of a script that runs from a time on, and what it prints. */
function line(startMs: number, text: string, ...output: readonly string[]): CommandRecord {
  const endMs = startMs + (text === "stabilize" ? 5_000 : 1);
  return { type: "command", startMs, endMs, line: text, output };
}

/** A message from server 1 to server 0, with these values in it. */
function gossip(...values: readonly string[]): TellRecord {
  const [server, toServer] = ["s1", "s0"];
  return { type: "tell", atMs: 100, server, from: "a1", toServer, to: "a0", bytes: 50, values };
}

/** Server 0 handled that message. */
function handled(...values: readonly string[]): HandledRecord {
  return { type: "handled", atMs: 110, server: "s0", actor: "a0", values, text: "" };
}

/** What is said of server 0, which never shows what client 3 has put at server 1. */
function saidWith(value: string, ...records: readonly HistoryRecord[]): string {
  const history = historyOf(
    ...["joinServer 0", "joinServer 1", "joinClient 2 0", "joinClient 3 1"].map((text, index) =>
      line(index, text),
    ),
    ...[line(50, "put 3 other ~other~"), line(60, `put 3 lost ${value}`), records],
    ...[line(1_000, "stabilize"), line(7_000, "printStore 0", "other:~other~")],
  );
  return findWrongs(history)
    .map(({ message }) => message)
    .join(" ");
}

describe("The way of a lost write", () => {
  it("ends where it arrived and was not kept", () => {
    const values = ["~other~", "~lost~"];
    const said = saidWith("~lost~", gossip(...values), handled(...values));
    expect(said).to.include('although it should have had "~lost~"');
    expect(said).to.include('Server 0 got "~lost~" at 110 ms, and did not keep it.');
  });

  it("ends on a link on which it did not arrive", () => {
    const said = saidWith("~lost~", gossip("~lost~"), gossip("~other~"), handled("~other~"));
    const sent = '"~lost~" was sent to server 0 once by server 1 at 100 ms, and had not arrived by';
    expect(said).to.include(sent);
  });

  it("has no known end if the history does not show what arrived", () => {
    const said = saidWith("~lost~", gossip("~lost~"));
    expect(said).to.include('"~lost~" was sent to server 0 once by server 1 at 100 ms.');
  });

  it("never began if no server has sent it", () => {
    const said = saidWith("~lost~", gossip("~other~"), handled("~other~"));
    expect(said).to.include('No server has sent "~lost~" to server 0.');
  });

  it("is not known if servers do not show values in their messages", () => {
    const said = saidWith("~lost~", gossip(), handled());
    expect(said)
      .to.include("server 0")
      .and.not.match(/sent|got "/);
  });

  it("is not known if another key has the same value", () => {
    const said = saidWith("~other~", gossip("~other~"), handled("~other~"));
    expect(said)
      .to.include("server 0")
      .and.not.match(/sent|got "/);
  });

  it("is not known of values that are not looked for in messages", () => {
    const said = saidWith("of two words", gossip("~other~"), handled("~other~"));
    expect(said)
      .to.include("server 0")
      .and.not.match(/sent|got "/);
  });
});
