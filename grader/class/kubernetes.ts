import type { TreeSpec } from "../trees/tree_spec.js";

/** What the manifest of a class says. */
export interface KubernetesPlan {
  readonly name: string;
  /** The image built from the container file. */
  readonly image: string;
  /** How many hand-ins there are. */
  readonly handIns: number;
  readonly atOnce: number;
  readonly minutes: number;
  readonly memoryMiB: number;
  /** The claim of the volume with the hand-ins and the results. */
  readonly claim: string;
}

/** Where the volume is mounted in the container. */
export const volumePath = "/class";

/**
 * An Indexed Job that grades a class: index N grades hand-in N, with the same entry script as everywhere. A worker that
 * fails or is evicted is tried again by itself, and costs no other.
 */
export function jobManifest(plan: KubernetesPlan) {
  const { name, image, handIns, atOnce, minutes, memoryMiB, claim } = plan;
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name },
    spec: {
      completionMode: "Indexed",
      completions: handIns,
      parallelism: Math.min(atOnce, handIns),
      // Two more tries for each index; indexes that fail do not stop the others.
      backoffLimitPerIndex: 2,
      maxFailedIndexes: handIns,
      podFailurePolicy: {
        rules: [
          { action: "Ignore", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] },
          // Exit code 2: the plan has no such hand-in, which no further try will change.
          {
            action: "FailIndex",
            onExitCodes: { containerName: "grader", operator: "In", values: [2] },
          },
        ],
      },
      ttlSecondsAfterFinished: 86_400,
      template: {
        spec: {
          restartPolicy: "Never",
          activeDeadlineSeconds: minutes * 60,
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          containers: [
            {
              name: "grader",
              image,
              args: [`${volumePath}/grades`],
              resources: {
                requests: { cpu: "1", memory: `${memoryMiB}Mi` },
                limits: { cpu: "1", memory: `${memoryMiB}Mi` },
              },
              securityContext: {
                allowPrivilegeEscalation: false,
                seccompProfile: { type: "RuntimeDefault" },
              },
              volumeMounts: [{ name: "class", mountPath: volumePath }],
            },
          ],
          volumes: [{ name: "class", persistentVolumeClaim: { claimName: claim } }],
        },
      },
    },
  };
}

/** The name of the image for an assignment. */
export function imageName(lab: string): string {
  return `${lab}-grader`;
}

/**
 * The container file for an assignment: the kit, compiled, and the worker as its entry. Build it in the folder of the
 * kit. Of the solutions, only what the assignment hands out is kept.
 */
export function containerFile(nodeVersion: string, { id, layers }: TreeSpec): string {
  const handedOut = layers.flatMap(({ from }) => /^solution\/([^/]+)/.exec(from)?.[1] ?? []);
  const kept = handedOut.map((name) => `! -name ${name} `).join("");
  return `# The grader as a container: docker build -f Containerfile -t ${imageName(id)} .
FROM node:${nodeVersion}-bookworm-slim
WORKDIR /kit
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY . .
RUN find solution -mindepth 1 -maxdepth 1 ${kept}-exec rm -rf {} + \\
  && rm -rf handout tests/kit \\
  && node grader/cli/bootstrap.js stage --lab ${id} --tree starter
ENTRYPOINT ["sh", "/kit/grader/class/worker.sh"]
`;
}
