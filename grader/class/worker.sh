#!/bin/sh
# Grades one hand-in of a class: worker.sh RESULTS [NUMBER]. Slurm and Kubernetes set the number in the environment.
# Exit code 0: there is a verdict. 2: there is no such hand-in. Any other: another try may help.
set -eu
kit=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
exec "${NODE:-node}" --enable-source-maps "$kit/build/kit/grader/cli/grade_hand_in.js" "$@"
