#!/bin/sh
# Packs your files from starter/ into handin.zip, in the folder in which you run it. No zip program is needed.
# On Windows, "npm run submit" does the same. Options: sh make_submit.sh --help
set -eu

kit=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)

if ! command -v node >/dev/null 2>&1; then
  echo "make_submit.sh: Node.js is not installed, or not in your PATH; the README names the version" >&2
  exit 127
fi
exec node "$kit/grader/cli/bootstrap.js" submit "$@"
