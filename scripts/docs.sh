#!/usr/bin/env bash
# build the reference of every module with DocC, warnings being errors: .build/plugins/Swift-DocC/outputs
set -euo pipefail
cd "$(dirname "$0")/.."
for module in Inputs Randomness Reachability Transformer Coconut Theory Superposition Plotting Figures Weaving Chapter; do
  swift package generate-documentation --target "$module" --warnings-as-errors "$@"
done
