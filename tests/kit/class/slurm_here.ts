import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { randomBytes } from "node:crypto";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** Why Slurm cannot be run on this machine; undefined if it can. */
export function whyNoSlurm(): string | undefined {
  if (process.getuid?.() !== 0) return "it takes root to run slurmctld and slurmd";
  const missing = ["munged", "slurmctld", "slurmd", "sbatch"].filter(
    (program) => spawnSync("which", [program]).status !== 0,
  );
  if (missing.length === 0) return undefined;
  return `${missing.join(", ")} are missing: apt-get install slurmctld slurmd slurm-client munge`;
}

/** A cluster of one node on this machine, with folders and keys of its own. */
export class SlurmHere {
  readonly #folder: string;
  readonly #daemons: readonly ChildProcess[];

  private constructor(folder: string, daemons: readonly ChildProcess[]) {
    this.#folder = folder;
    this.#daemons = daemons;
  }

  /** Starts it, and lets the client commands of this process use it. */
  static async start(ports: readonly [controller: number, node: number]): Promise<SlurmHere> {
    const folder = await mkdtemp(join(tmpdir(), "cmud-slurm-"));
    await chmod(folder, 0o755);
    const at = (name: string): string => join(folder, name);
    for (const name of ["state", "spool", "munge"]) await mkdir(at(name));
    await writeFile(at("munge/key"), randomBytes(1_024), { mode: 0o400 });
    await chown(at("munge"), 0, 0);
    await writeFile(at("slurm.conf"), conf(folder, ports));
    process.env["SLURM_CONF"] = at("slurm.conf");
    const start = (program: string, ...args: string[]): ChildProcess =>
      spawn(program, args, { stdio: "ignore", env: process.env });
    const munged = start(
      "munged",
      "--foreground",
      "--force",
      `--key-file=${at("munge/key")}`,
      `--socket=${at("munge/socket")}`,
      `--pid-file=${at("munge/pid")}`,
      `--log-file=${at("munge/log")}`,
      `--seed-file=${at("munge/seed")}`,
    );
    await sleep(1_000);
    const cluster = new SlurmHere(folder, [
      munged,
      start("slurmctld", "-D"),
      start("slurmd", "-D", "-N", "localhost"),
    ]);
    await cluster.#ready();
    return cluster;
  }

  /** Ends it with everything that runs on it. */
  async stop(): Promise<void> {
    for (const daemon of [...this.#daemons].reverse()) {
      daemon.kill("SIGTERM");
      await Promise.race([new Promise((resolve) => daemon.once("close", resolve)), sleep(5_000)]);
      daemon.kill("SIGKILL");
    }
    delete process.env["SLURM_CONF"];
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #ready(): Promise<void> {
    for (let tries = 0; tries < 60; tries++) {
      const { stdout } = spawnSync("sinfo", ["--noheader", "--format=%T"], { encoding: "utf8" });
      if (/idle|mixed|allocated/.test(stdout)) return;
      await sleep(500);
    }
    await this.stop();
    throw new Error("Slurm did not become ready within 30 s");
  }
}

function conf(folder: string, [controller, node]: readonly [number, number]): string {
  return `ClusterName=cmud
SlurmctldHost=localhost(127.0.0.1)
AuthType=auth/munge
AuthInfo=socket=${folder}/munge/socket
CryptoType=crypto/munge
SlurmUser=root
SlurmdUser=root
SlurmctldPort=${controller}
SlurmdPort=${node}
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
ReturnToService=2
JobAcctGatherType=jobacct_gather/none
StateSaveLocation=${folder}/state
SlurmdSpoolDir=${folder}/spool
SlurmctldPidFile=${folder}/slurmctld.pid
SlurmdPidFile=${folder}/slurmd.pid
SlurmctldLogFile=${folder}/slurmctld.log
SlurmdLogFile=${folder}/slurmd.log
SchedulerParameters=sched_interval=1,batch_sched_delay=0
MinJobAge=2
NodeName=localhost NodeHostname=${hostname()} NodeAddr=127.0.0.1 CPUs=2 RealMemory=8000 State=UNKNOWN
PartitionName=all Nodes=localhost Default=YES MaxTime=INFINITE State=UP
`;
}
