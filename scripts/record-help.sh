#!/usr/bin/env bash
# record the help texts of all chapters and their subcommands as tests expect them: Tests/ChapterTests/Fixtures/help
set -euo pipefail
cd "$(dirname "$0")/.."
out=Tests/ChapterTests/Fixtures/help
export COLUMNS=80
rm -rf "$out"
mkdir -p "$out"
for folder in chapters/[0-9][0-9]-*; do
  name=$(basename "$folder")
  ".build/release/$name" --help >"$out/$name.txt"
  while read -r subcommand; do
    ".build/release/$name" "$subcommand" --help >"$out/$name-$subcommand.txt"
  done < <(sed -n '/^SUBCOMMANDS:/,$s/^  \([a-z][a-z0-9-]*\).*/\1/p' "$out/$name.txt")
done
