#!/usr/bin/env bash
# time training steps: share of sgemm, threads, ranks, memory; leaves data/benchmark.json; then its kernels one by one
set -euo pipefail
cd "$(dirname "$0")/.."
record=data/benchmark.json.partial
rm -f "$record"
bench() { .build/release/bench --json "$record" "$@"; }
for width in 128 256 768; do
  steps=$((width == 768 ? 8 : 12))
  echo
  bench --width "$width" --steps "$steps" "$@"
  bench --width "$width" --steps "$steps" --stages 4 --threads 2 "$@"
  mpirun -q -n 2 --bind-to none --oversubscribe .build/release/bench --json "$record" --width "$width" --steps "$steps" --stages 4 "$@"
done
echo
echo "memory at batch 512"
for width in 256 768; do bench --width "$width" --steps 1 --stages 4 --batch 512 "$@"; done
mv "$record" data/benchmark.json
echo
echo "kernels, one thread"
.build/release/kernels --quiet --time-unit us
echo "wrote data/benchmark.json"
