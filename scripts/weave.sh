#!/usr/bin/env bash
# weave chapters into their README.md ([NN …] [--check] [--refresh])
set -euo pipefail
cd "$(dirname "$0")/.."
.build/release/weave "$@"
