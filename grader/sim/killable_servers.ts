import { serverOf } from "./faults/host_names.js";
import type { SimHost } from "./sim_host.js";

/** The servers of a simulated world that run, and how to kill them. */
export class KillableServers {
  readonly #kills = new Map<SimHost, () => boolean>();

  /**
   * Takes note of a host, which is forgotten when it ends; does nothing for a host that belongs to no server.
   *
   * @param kill ends the host by force, with all that it has spawned; returns false when it cannot yet.
   */
  note(host: SimHost, kill: () => boolean): void {
    if (serverOf(host.name) === undefined) return;
    this.#kills.set(host, kill);
    host.atEnd(() => this.#kills.delete(host));
  }

  /** Kills servers; returns false when none of them runs. */
  kill(servers: readonly string[]): boolean {
    const killed = [...this.#kills].filter(
      ([host, kill]) => servers.includes(serverOf(host.name) ?? "") && kill(),
    );
    return killed.length > 0;
  }
}
