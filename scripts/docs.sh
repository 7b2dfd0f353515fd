#!/usr/bin/env bash
# build the reference of every module with DocC, warnings being errors: .build/plugins/Swift-DocC/outputs
set -euo pipefail
cd "$(dirname "$0")/.."
for folder in Sources/[A-Z]*; do
  if [[ -e $folder/module.modulemap ]]; then continue; fi # a C library's headers
  swift package generate-documentation --target "$(basename "$folder")" --warnings-as-errors "$@"
done
