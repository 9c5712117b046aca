/** Goal: under last writer wins nothing is lost. Method: what sessions keep and read, on stores that lag and forget. */
import { expect } from "chai";
import { Fresh } from "#solution/app/game/observer.js";
import { newSheet } from "#solution/app/rules/sheet.js";
import {
  Connection,
  FailoverRouter,
  HopelessError,
  type Store,
} from "#solution/app/store/connection.js";
import { OwnKeys } from "#solution/app/store/own_keys.js";
import { OwnRecords } from "#solution/app/store/own_records.js";
import { Presence } from "#solution/app/store/presence.js";
import {
  claimOver,
  readClaim,
  readDeed,
  readSpeech,
  winsOver,
} from "#solution/app/store/records.js";
import { emptyWorld, worldOf } from "#solution/app/store/world.js";
import { TodoError } from "#solution/todo.js";
import { RpcError } from "#solution/rpc/rpc_error.js";
import { installNodePlatform, rejection } from "../support.js";
import { MemoryStore } from "./support.js";

beforeEach(() => {
  installNodePlatform();
});

describe("a session's own keys", () => {
  it("are written in order, each with its latest value", async () => {
    const [own, store] = [new OwnKeys(), new MemoryStore()];
    own.set("a", "1");
    own.set("b", "1");
    own.set("a", "2");
    own.set("b", "1");
    await own.flush((key, value) => store.put(key, value));
    expect(store.puts).to.deep.equal([
      ["a", "2"],
      ["b", "1"],
    ]);
    expect(own.settled).to.equal(true);
  });

  it("stay to be written when the store fails, and when they change under way", async () => {
    const [own, store] = [new OwnKeys(), new MemoryStore()];
    const put = (key: string, value: string): Promise<void> => store.put(key, value);
    own.set("a", "1");
    store.failure = new Error("gone");
    expect((await rejection(own.flush(put))).message).to.equal("gone");
    store.failure = undefined;
    await own.flush(async (key, value) => {
      if (value === "1") own.set("a", "2");
      await store.put(key, value);
    });
    expect(own.settled).to.equal(false);
    await Promise.all([own.flush(put), own.flush(put)]);
    expect(store.puts).to.deep.equal([
      ["a", "1"],
      ["a", "2"],
    ]);
  });

  it("are written again when a store has lost them, but not because of an old reading", async () => {
    const [own, store] = [new OwnKeys(), new MemoryStore()];
    const put = (key: string, value: string): Promise<void> => store.put(key, value);
    const early = own.mark();
    own.set("a", "1");
    await own.flush(put);
    own.compare(new Map(), early);
    expect(own.settled, "after a reading from before").to.equal(true);
    own.compare(new Map([["a", "0"]]), own.mark());
    expect(own.settled, "after a reading of an old value").to.equal(false);
    await own.flush(put);
    expect(store.puts.at(-1)).to.deep.equal(["a", "1"]);
  });
});

describe("a session's records", () => {
  it("go on from the totals of an earlier session, also when they arrive late", () => {
    const early = worldOf(new Map([["work/hall-1/ada", "5"]]));
    const own = new OwnRecords(newSheet("Ada", 0), claimOver(undefined, "x"), early);
    own.addWork("hall-1", 2);
    own.compare(worldOf(new Map([["work/hall-2/ada", "9"]])), own.keys.mark());
    own.addWork("hall-2", 1);
    expect(own.keys.get("work/hall-1/ada")).to.equal("7");
    expect(own.keys.get("work/hall-2/ada")).to.equal("10");
  });

  it("show at once what the player did, whatever the server shows", () => {
    const own = new OwnRecords(newSheet("Ada", 0), claimOver(undefined, "x"), emptyWorld);
    own.sheet = { ...own.sheet, coins: 9 };
    own.addWork("hall-1", 2);
    const world = own.over(emptyWorld);
    expect(world.players.get("ada")?.sheet?.coins).to.equal(9);
    expect(world.work.get("hall-1")?.get("ada")).to.equal(2);
  });

  it("keep the last things said in a ring, and go on counting in the next session", () => {
    const own = new OwnRecords(newSheet("Ada", 0), claimOver(undefined, "x"), emptyWorld);
    for (let n = 1; n <= 20; n++) own.say({ type: "say", text: `${n}` });
    const { entries } = own.keys;
    expect([...entries.keys()].filter((key) => key.startsWith("chat/"))).to.have.length(8);
    const texts = worldOf(entries).chat.map(({ what }) => what.text);
    expect(texts).to.deep.equal(["13", "14", "15", "16", "17", "18", "19", "20"]);
    const next = new OwnRecords(newSheet("Ada", 0), claimOver(undefined, "y"), worldOf(entries));
    next.say({ type: "shout", text: "21" });
    expect(next.over(worldOf(entries)).chat.at(-1)).to.deep.include({ seq: 21, player: "ada" });
  });
});

describe("claims to a name", () => {
  it("have one winner on which both agree, also when they are made at once", () => {
    const [x, y] = [claimOver(undefined, "x"), claimOver(undefined, "y")];
    expect([winsOver(x, y), winsOver(y, x)]).to.deep.equal([false, true]);
    const later = claimOver(y, "a");
    expect([winsOver(later, y), winsOver(y, later)]).to.deep.equal([true, false]);
    expect(winsOver(undefined, x)).to.equal(false);
    expect(winsOver(x, x)).to.equal(false);
    expect(readClaim(JSON.stringify(later))).to.deep.equal(later);
    expect(readClaim("{}")).to.equal(undefined);
  });
});

describe("presence", () => {
  const beatAt = (ms: number): ReturnType<typeof worldOf> =>
    worldOf(new Map([["player/ada/beat", String(ms)]]));

  it("is a sign of life that changes, whatever the other's clock shows", () => {
    const presence = new Presence();
    presence.look(emptyWorld, 1_000_000);
    expect([...presence.look(beatAt(5), 1_001_000)]).to.deep.equal(["ada"]);
    expect([...presence.look(beatAt(3_005), 1_004_000)]).to.deep.equal(["ada"]);
    expect([...presence.look(beatAt(3_005), 1_015_000)]).to.deep.equal(["ada"]);
    expect([...presence.look(beatAt(3_005), 1_017_000)]).to.deep.equal([]);
    expect([...presence.look(beatAt(6_005), 1_018_000)]).to.deep.equal(["ada"]);
    expect([...presence.look(beatAt(0), 1_019_000)]).to.deep.equal([]);
  });

  it("does not take an old sign of life for a new one at the first look", () => {
    const presence = new Presence();
    expect([...presence.look(beatAt(1_000), 1_000_000)]).to.deep.equal([]);
    expect([...new Presence().look(beatAt(999_000), 1_000_000)]).to.deep.equal(["ada"]);
    presence.look(beatAt(4_000), 1_001_000);
    const lagging = presence.look(beatAt(1_000), 1_020_000);
    expect([...lagging], "a server that lags behind").to.deep.equal([]);
  });
});

describe("news", () => {
  it("are new once, also from a server that lags behind", () => {
    const fresh = new Fresh();
    const item = (player: string, seq: number): { player: string; seq: number } & Rest => ({
      ...{ player, seq },
      ...rest,
    });
    expect(fresh.take([item("ada", 1), item("bob", 4)])).to.have.length(2);
    expect(fresh.take([item("ada", 1), item("ada", 3)])).to.deep.equal([item("ada", 3)]);
    expect(fresh.take([item("ada", 2)])).to.deep.equal([]);
  });

  it("that somebody else has spoilt are passed over", () => {
    const good = '{"seq":1,"atMs":5,"place":"quad","what":{"type":"say","text":"hi"}}';
    expect(readSpeech(good)?.what).to.deep.equal({ type: "say", text: "hi" });
    for (const text of ["", "{}", good.replace("quad", "moon"), good.replace("say", "sing")]) {
      expect(readSpeech(text), text).to.equal(undefined);
    }
    expect(readDeed(good)).to.equal(undefined);
    const world = worldOf(
      new Map([
        ["chat/a\u001b[2Jb/0", good],
        ["chat/ada/0", good],
        ["work/hall-1/ada", "many"],
        ["player/ada", "x"],
        ["player//sheet", "{}"],
      ]),
    );
    expect(world.chat).to.have.length(1);
    expect([...world.players]).to.deep.equal([]);
    expect(world.work.get("hall-1")?.get("ada")).to.equal(0);
  });
});

interface Rest {
  readonly atMs: number;
  readonly place: "quad";
  readonly what: string;
}
const rest: Rest = { atMs: 1, place: "quad", what: "x" };

describe("a connection", () => {
  it("moves on to the next address when a query fails, and once only for several at a time", async () => {
    const router = new FailoverRouter(["a:1", "b:1", "c:1"]);
    const store = new MemoryStore();
    const connection = new Connection(store, router);
    store.failure = new Error("gone");
    await Promise.all([
      rejection(connection.put("k", "v")),
      rejection(connection.put("k", "v")),
      rejection(connection.read()),
    ]);
    expect(connection.address).to.equal("b:1");
    store.failure = undefined;
    await connection.put("k", "v");
    expect(connection.address).to.equal("b:1");
  });

  it("gives up where trying again cannot help", async () => {
    const hopeless = [
      new TodoError("checkpoint", "write Client.list in kvclient/client.ts", "6.1"),
      new RpcError("internalError", "query.list: TODO(checkpoint): write it; read section 3.1"),
      new RpcError("methodNotFound", "query.list: Method not found"),
    ];
    for (const failure of hopeless) {
      const store: Store = {
        put: () => Promise.reject(failure),
        list: () => Promise.reject(failure),
      };
      const connection = new Connection(store, new FailoverRouter(["a:1", "b:1"]));
      expect(await rejection(connection.read())).to.be.instanceOf(HopelessError);
      expect(connection.address).to.equal("a:1");
    }
  });
});
