#!/usr/bin/env bash
# long forms of the reliability tests: 50 kills, 200,000 mutated inputs for each reader
set -euo pipefail
cd "$(dirname "$0")/.."
swift build -c release --build-tests
KILLS="${KILLS:-50}" swift test -c release --skip-build --filter CrashTests
FUZZ="${FUZZ:-200000}" swift test -c release --skip-build --filter FuzzTests
