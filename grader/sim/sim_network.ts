import type { NetworkTable } from "../../starter/platform/network_table.js";
import type {
  DialOptions,
  Link,
  Listener,
  ListenOptions,
} from "../../starter/platform/platform.js";
import type { Verdict } from "./faults/packet_rule.js";
import type { SimHost } from "./sim_host.js";
import { SimLink } from "./sim_link.js";
import type { World } from "./world.js";

const defaultMaxMessageBytes = 64 * 1024 * 1024;
const defaultDialTimeoutMs = 5_000;

/** The first of the ports that are given to those who do not care which one they get. */
const firstFreePort = 49_152;

/** Why a host cannot reach an address from which it is cut off. */
const cutOff = "the network is cut";

/** The names by which a machine calls itself. */
const loopbackNames: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "::1"]);

interface Listening {
  readonly host: SimHost;
  readonly maxMessageBytes: number;
  readonly accept: (link: Link) => void;
  readonly accepted: Set<SimLink>;
  /** Whether `listen` has been fulfilled; until then nobody gets in. */
  open: boolean;
}

/** Listening ports, and links to them. Every machine has ports of its own; see {@link SimHost.publicName}. */
export class SimNetwork {
  readonly #world: World;
  readonly #byPort = new Map<string, Listening>();
  #lastPort = firstFreePort - 1;

  constructor(world: World) {
    this.#world = world;
  }

  /** Listens on a port of a host's machine; see `Platform.listen`. The port is taken at once. */
  async listen(
    host: SimHost,
    options: ListenOptions,
    accept: (link: Link) => void,
  ): Promise<Listener> {
    const port = this.#portFor(host, options.port);
    const listening: Listening = {
      host,
      maxMessageBytes: options.maxMessageBytes ?? defaultMaxMessageBytes,
      accept,
      accepted: new Set(),
      open: false,
    };
    const key = keyOf(host.publicName, port);
    this.#byPort.set(key, listening);
    const free = (): void => {
      if (this.#byPort.get(key) === listening) this.#byPort.delete(key);
    };
    const forgetEnding = host.atEnd(free);
    await this.#turn(host);
    listening.open = true;
    let closing: Promise<void> | undefined;
    const close = async (): Promise<void> => {
      forgetEnding();
      free();
      listening.open = false;
      await this.#turn(host);
      for (const link of listening.accepted) link.cut("the listener closed");
    };
    return { port, close: () => (closing ??= close()) };
  }

  /** Opens a link; see `Platform.dial`. Being put through takes no latency; texts do. */
  async dial(
    host: SimHost,
    address: string,
    options: DialOptions,
    network: NetworkTable,
  ): Promise<Link> {
    const world = this.#world;
    const { PlatformError, parseAddress } = host.seam;
    const latencyUs = (): number => Math.round(network.latencyTo(address) * 1_000);
    const target = parseAddress(address);
    const key = keyOf(loopbackNames.has(target.host) ? host.publicName : target.host, target.port);
    const timeoutMs = options.timeoutMs ?? defaultDialTimeoutMs;
    return new Promise((resolve, reject) => {
      const refuse = (why: string): void => {
        reject(new PlatformError("unreachable", `cannot reach ${address}: ${why}`));
      };
      if (network.isCut(address)) {
        refuse(cutOff);
        return;
      }
      let givenUp = false;
      const timeout = world.schedule(Math.ceil(timeoutMs * 1_000), host, "timer", () => {
        givenUp = true;
        refuse(`no answer within ${timeoutMs} ms`);
      });
      const answer = (link: SimLink | undefined): void => {
        this.#hop(host, () => {
          world.queue.cancel(timeout);
          if (link === undefined) {
            refuse("nobody listens there (connection refused)");
            return;
          }
          link.whenEnded(network.add(address, link));
          if (network.isCut(address)) refuse(cutOff);
          else resolve(link);
        });
      };
      // Who listens is looked up when the call arrives there, not when it sets out.
      const putThrough = (): void => {
        const listening = this.#byPort.get(key);
        if (listening === undefined) {
          answer(undefined);
          return;
        }
        world.schedule(0, listening.host, "network event", () => {
          answer(this.#connect(listening, host, address, options, latencyUs));
        });
      };
      this.#hop(host, () => {
        const held = this.#judgeDial(host, this.#byPort.get(key)?.host);
        if (held.drop === true) return;
        if (held.delayMs === undefined || held.delayMs === 0) {
          putThrough();
          return;
        }
        world.schedule(Math.round(held.delayMs * 1_000), host, "network event", () => {
          if (!givenUp) putThrough();
        });
      });
    });
  }

  /** What the rules say of a call; `to` is who listens, if anybody does. */
  #judgeDial(from: SimHost, to: SimHost | undefined): Verdict {
    const { traffic, nowUs } = this.#world;
    if (traffic.usual || to === undefined) return {};
    const nowMs = nowUs / 1_000;
    return traffic.judge({
      from: from.name,
      to: to.name,
      via: "link",
      what: "dial",
      number: 0,
      text: "",
      sentMs: nowMs,
      dueMs: nowMs,
    });
  }

  #connect(
    listening: Listening,
    host: SimHost,
    address: string,
    options: DialOptions,
    latencyUs: () => number,
  ): SimLink | undefined {
    if (!listening.open) return undefined;
    const [dialled, accepted] = SimLink.pair(
      this.#world,
      {
        host,
        peer: address,
        maxMessageBytes: options.maxMessageBytes ?? defaultMaxMessageBytes,
      },
      {
        host: listening.host,
        peer: host.seam.formatAddress(host.publicName, this.#freePort(host)),
        maxMessageBytes: listening.maxMessageBytes,
        ended: (link) => listening.accepted.delete(link),
      },
      latencyUs,
    );
    listening.accepted.add(accepted);
    listening.accept(accepted);
    return dialled;
  }

  #hop(host: SimHost, run: () => void): void {
    const delayUs = host.jitter.within(this.#world.options.timing.linkUs);
    this.#world.schedule(delayUs, host, "network event", run);
  }

  #portFor(host: SimHost, wanted: number): number {
    const { PlatformError } = host.seam;
    if (!Number.isInteger(wanted) || wanted < 0 || wanted > 65_535) {
      throw new PlatformError(
        "listen-failed",
        `cannot listen on port ${wanted}: a port is a whole number from 0 to 65535`,
      );
    }
    if (wanted === 0) return this.#freePort(host);
    if (this.#byPort.has(keyOf(host.publicName, wanted))) {
      throw new PlatformError(
        "port-in-use",
        `cannot listen on port ${wanted}: already in use; choose another port or end the program that has it`,
      );
    }
    return wanted;
  }

  #freePort(host: SimHost): number {
    let port: number;
    do {
      this.#lastPort = this.#lastPort >= 65_535 ? firstFreePort : this.#lastPort + 1;
      port = this.#lastPort;
    } while (this.#byPort.has(keyOf(host.publicName, port)));
    return port;
  }

  #turn(host: SimHost): Promise<void> {
    return new Promise((resolve) => {
      this.#world.scheduleTurn(host, "network event", resolve);
    });
  }
}

function keyOf(machine: string, port: number): string {
  return `${loopbackNames.has(machine) ? "localhost" : machine}:${port}`;
}
