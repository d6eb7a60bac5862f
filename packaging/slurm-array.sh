#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A study as a Slurm array: every task computes its shard into one folder that all of them see, and the task that ends
# last writes the results. Adapt the time and the number of tasks, then:
#     sbatch --array=1-16 slurm-array.sh table-1 /path/to/results
# A task that was killed goes on where it was when it is submitted again.
#SBATCH --job-name=flipside
#SBATCH --cpus-per-task=1
#SBATCH --time=01:00:00
set -euo pipefail
study=${1:?the name of a study, see: flipside-cli study}
folder=${2:?a folder that all tasks see}
exec flipside-cli study "$study" --out "$folder" --shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT"
