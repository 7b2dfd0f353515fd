#!/usr/bin/env bash
# try near-valid combinations of configuration, model file, checkpoint and problems under AddressSanitizer ([--count N])
set -euo pipefail
cd "$(dirname "$0")/.."
# Leaks are not looked for: the Swift runtime keeps memory until exit. Swift's own backtraces may not end here.
export ASAN_OPTIONS=detect_leaks=0:handle_sigill=1 SWIFT_BACKTRACE=enable=no
swift build -c release --sanitize address --scratch-path .build-address --product combinations
# Thousands of small files: in memory where that can be.
if [[ -w /dev/shm ]]; then export TMPDIR=/dev/shm; fi
.build-address/release/combinations "$@"
