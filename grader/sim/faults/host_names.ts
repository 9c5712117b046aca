/**
 * Which server a host belongs to, by its name: what runs a test (`main`) spawns a host for each server (`main/s1`), and
 * that one a host for each query actor (`main/s1/1` for `s1/0`, since actors are counted from 1 inside of a server).
 */

/** Hosts that are spawned beside the servers, and are none. */
const clients = "clients";

/** The server that a host belongs to; undefined for those that belong to none, such as clients. */
export function serverOfHost(host: string): string | undefined {
  const server = host.split("/")[1];
  return server === clients ? undefined : server;
}

/** The servers of two hosts, if they belong to different ones. */
export function twoServers(from: string, to: string): readonly [string, string] | undefined {
  const [one, other] = [serverOfHost(from), serverOfHost(to)];
  return one === undefined || other === undefined || one === other ? undefined : [one, other];
}

/** Whether a host belongs to `who`: a server (`s1`) with all its hosts, or the query actor of an index (`s1/0`). */
export function belongsTo(host: string, who: string): boolean {
  const [server, index] = who.split("/");
  if (serverOfHost(host) !== server) return false;
  return index === undefined || host.split("/")[2] === String(Number(index) + 1);
}

/** A host as scenarios name it: a server (`s1`), a query actor (`s1/0`), or else by its own name. */
export function hostInWords(host: string): string {
  const server = serverOfHost(host);
  const thread = host.split("/")[2];
  if (server === undefined) return host;
  return thread === undefined ? server : `${server}/${Number(thread) - 1}`;
}
