import { hostname } from "node:os";

/** Whether a process has ended. Containers that share a folder share no processes: of another host's, nothing is known. */
export function hasEnded(host: string, pid: number): boolean {
  if (host !== hostname() || !Number.isInteger(pid)) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}
