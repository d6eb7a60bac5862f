#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A study as a Slurm array: every task computes its shard into one folder that all of them see, and the task that ends
# last writes the results. Adapt the time and the number of tasks, then:
#     sbatch --array=1-16 slurm-array.sh table-1 /path/to/results
# More words go to the study, as --samples 1000. After tasks were killed or failed, submit the same array again, all of
# it: every shard goes on where it was, and one that is through ends at once. Where the folder lies on a network file
# system on which a task may not see yet what another has just written, let a job of its own put the parts together:
#     sbatch --dependency=afterok:JOB --wrap "flipside-cli merge /path/to/results --out /path/to/results"
#SBATCH --job-name=flipside
#SBATCH --cpus-per-task=1
#SBATCH --time=01:00:00
set -euo pipefail
study=${1:?the name of a study, see: flipside-cli study}
folder=${2:?a folder that all tasks see}
shift 2
if [ "$SLURM_ARRAY_TASK_MIN" != 1 ] || [ "$SLURM_ARRAY_TASK_MAX" != "$SLURM_ARRAY_TASK_COUNT" ]; then
    echo "Every shard has to be there: submit with --array=1-N, also after some of the tasks failed." >&2
    exit 2
fi
exec flipside-cli study "$study" --out "$folder" --shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT" "$@"
