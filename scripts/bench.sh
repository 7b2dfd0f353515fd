#!/usr/bin/env bash
# time training steps with each of the machine's instruction sets; leaves data/benchmark*.json ([--peer]: PyTorch in turns)
set -euo pipefail
cd "$(dirname "$0")/.."
if [[ ${1:-} == --help ]]; then exec .build/release/bench --help; fi
wide=""
# A machine without AVX-512 leaves a record of its own, so that both kinds of machine stand in the table.
if grep -qsw avx512f /proc/cpuinfo; then
  wide=yes
  result=data/benchmark.json
elif grep -qsw avx2 /proc/cpuinfo; then
  result=data/benchmark-avx2.json
else
  result=data/benchmark-$(uname -m).json
fi
record=$result.partial
rm -f "$record"
peer=()
if [[ ${1:-} == --peer ]]; then
  peer=(--peer)
  shift
fi

# Everything with the programs of one build folder; the other arguments go to `bench`.
measure() {
  local programs=$1/release width steps
  shift
  bench() { "$programs/bench" --json "$record" "$@"; }
  for width in 128 256 768; do
    steps=$((width == 768 ? 8 : 12))
    echo
    bench --width "$width" --steps "$steps" "${peer[@]}" "$@"
    bench --width "$width" --steps "$steps" --stages 4 --threads 2 "$@"
    mpirun -q -n 2 --bind-to none --oversubscribe "$programs/bench" --json "$record" --width "$width" --steps "$steps" --stages 4 "$@"
  done
  echo
  echo "memory at batch 512"
  for width in 256 768; do bench --width "$width" --steps 1 --stages 4 --batch 512 "$@"; done
  echo
  echo "kernels, one thread"
  "$programs/kernels" --quiet --time-unit us
}

measure .build "$@"
if [[ $wide ]]; then
  # A processor without AVX-512 stood in for: what is compiled here, OpenBLAS and PyTorch all keep to AVX2.
  for product in bench kernels; do
    MARCH=x86-64-v3 swift build -c release --scratch-path .build-avx2 --product "$product"
  done
  export OPENBLAS_CORETYPE=Haswell ATEN_CPU_CAPABILITY=avx2 MKL_ENABLE_INSTRUCTIONS=AVX2 ONEDNN_MAX_CPU_ISA=AVX2
  measure .build-avx2 "$@"
fi
mv "$record" "$result"
echo "wrote $result"
