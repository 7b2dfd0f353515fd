#!/usr/bin/env bash
# long forms of the reliability tests: 50 kills, every resume point, 200,000 mutated inputs a reader, 20,000 combinations
#
# KILLS, RESUMES, FUZZ and COMBINATIONS change the amounts. data/reliability.json is replaced when every test has passed.
set -euo pipefail
cd "$(dirname "$0")/.."
if ((EUID == 0)); then export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1; fi
counts=$(mktemp)
trap 'rm -f "$counts"' EXIT
echo '{}' >"$counts"
commit=$(git describe --always --dirty --exclude='*' 2>/dev/null || echo unknown)
export RELIABILITY=$counts KILLS="${KILLS:-50}" RESUMES="${RESUMES:-59}" FUZZ="${FUZZ:-200000}" COMBINATIONS="${COMBINATIONS:-20000}"

swift build -c release --build-tests
# A million small files: in memory where that can be. What is killed and filled is on a disk.
memory=$([[ -w /dev/shm ]] && echo /dev/shm || echo "${TMPDIR:-/tmp}")
for suite in CrashTests ResumeTests SameBitsTests FuzzTests; do
  place=$([[ $suite == CrashTests ]] && echo "${TMPDIR:-/tmp}" || echo "$memory")
  TMPDIR=$place swift test -c release --skip-build --no-parallel --filter "$suite"
done
scripts/combinations.sh
{
  echo '{'
  echo '  "command" : "KILLS='"$KILLS RESUMES=$RESUMES FUZZ=$FUZZ COMBINATIONS=$COMBINATIONS"' ./build.sh soak",'
  echo '  "commit" : "'"$commit"'",'
  echo '  "counts" : '"$(sed '2,$s/^/  /' "$counts")"
  echo '}'
} >data/reliability.json.partial
mv data/reliability.json.partial data/reliability.json
echo "wrote data/reliability.json"
