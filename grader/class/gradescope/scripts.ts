/** The Node that is installed on Gradescope's image, which has none: packages of the registry that contain the binary. */
export const pinned = { node: "22.23.3", npm: "10.9.9" };

/** `setup.sh`: runs once, when Gradescope builds the image. It needs the network; gradings do not. */
export function setupScript(lab: string): string {
  return `#!/bin/sh
# Installs Node ${pinned.node}, the packages of the kit, and compiles the kit. Runs once, when the image is built. It needs
# Debian's or Ubuntu's packages and the npm registry; without a network it fails here, and not in the middle of a grading.
set -eu
root="\${AUTOGRADER_ROOT:-/autograder}"
case "$(uname -m)" in
  x86_64) arch=x64 ;;
  aarch64 | arm64) arch=arm64 ;;
  *) echo "there is no Node for $(uname -m)" >&2; exit 1 ;;
esac
if ! command -v npm > /dev/null; then
  apt-get update
  DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends npm ca-certificates
fi
# The npm of the system is only used to get a Node and an npm that are known.
mkdir -p "$root/node"
npm install --prefix "$root/node" --no-save --ignore-scripts "node-linux-$arch@${pinned.node}" "npm@${pinned.npm}"
bin="$root/node/node_modules/node-linux-$arch/bin"
ln -sfn "$bin/node" "$root/node/node"
PATH="$bin:$PATH"
cd "$root/source"
node "$root/node/node_modules/npm/bin/npm-cli.js" ci --ignore-scripts
# What is the same for all submissions is done here: the given tree is compiled.
node grader/cli/bootstrap.js stage --lab ${lab} --tree starter
echo "Node $(node --version) is installed and the kit is compiled"
`;
}

/** `run_autograder`: grades one submission. */
export function runScript(lab: string, part: string, visibility: string): string {
  return `#!/bin/sh
# Grades one submission, within TIMEOUT_SECONDS. Nothing here needs the network.
root="\${AUTOGRADER_ROOT:-/autograder}"
unset SUBMISSION_URL SUBMIT_RESULTS_URL
cd "$root/source"
# The memory is for the processes that simulate. What they free of long messages goes back to the system at once.
export MALLOC_ARENA_MAX=1 MALLOC_MMAP_THRESHOLD_=131072 MALLOC_TRIM_THRESHOLD_=131072
exec "$root/node/node" --max-old-space-size=320 --max-semi-space-size=4 \\
  --enable-source-maps build/kit/grader/cli/gradescope_run.js \\
  --lab ${lab} --part ${part} --visibility ${visibility} --root "$root"
`;
}
