#!/usr/bin/env bash
# run each command that README.md and the chapters name, long ones excepted ([--list] shows them)
#
# A command is a line of an sh fence, an indented line, or inline code, that starts with ./build.sh, .build/release/, mpirun
# or srun. It is long when the comment behind its line says so, when ", long" or "(long" follows the inline code, or when
# "*Long:*" opens its paragraph. What a program printed into a page between "output of" marks is not read.
set -euo pipefail
cd "$(dirname "$0")/.."

# Why a command that is not long is left out; nothing for all others.
left_out() {
  case $1 in
    "./build.sh") echo "comes last, since chapters do not replace the runs that it makes" ;;
    "./build.sh test") echo "a step of its own in .ci/run" ;;
  esac
}

# Prints "run<tab>COMMAND" or "long<tab>COMMAND" for each command, in the order of the pages, each once.
commands() {
  awk '
    function take(command, isLong) {
      gsub(/^ +| +$/, "", command)
      if (command !~ /^(\.\/build\.sh|\.build\/release\/|mpirun |srun )/ || command in seen) return
      seen[command]
      print (isLong ? "long" : "run") "\t" command
    }
    function takeLine(line,   comment) {
      comment = match(line, / +# /) ? substr(line, RSTART) : ""
      take(substr(line, 1, length(line) - length(comment)), comment ~ /[ ,;]long([ ,;:.]|$)/)
    }
    function takeParagraph(   isLong, command) {
      isLong = text ~ /^ *\*Long:\*/
      while (match(text, /`[^`]+`/)) {
        command = substr(text, RSTART + 1, RLENGTH - 2)
        text = substr(text, RSTART + RLENGTH)
        take(command, isLong || text ~ /^(,| \() ?long/)
      }
      text = ""
    }
    FNR == 1 || /^ *$/ { takeParagraph() }
    /^```/ { fence = fence == "" ? $0 : ""; next }
    /^<!-- output of .*-->$/ { isOutput = 1 }
    /^<!-- end of output -->$/ { isOutput = 0 }
    fence == "```sh" || /^    / && fence == "" { takeLine($0); next }
    fence == "" && !isOutput { text = text " " $0 }
    END { takeParagraph() }
  ' README.md chapters/[0-9][0-9]-*/README.md
}

# Runs a command, says how long it took, and ends the script with its output when it fails.
run() {
  local start=$SECONDS
  if ! bash -o pipefail -c "$1" >"$log" 2>&1 </dev/null; then
    cat "$log"
    echo "commands.sh: this command failed: $1" >&2
    exit 1
  fi
  printf '%5d s  %s\n' $((SECONDS - start)) "$1"
}

list=""
[[ ${1:-} == --list ]] && list=yes
if [[ -z $list && -e runs ]]; then
  echo "commands.sh: there are runs in runs/, which no command replaces: use a fresh clone" >&2
  exit 1
fi
if ((EUID == 0)); then export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1; fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
before=$(git status --porcelain)

run=0 long=0 other=0
while IFS=$'\t' read -r kind command; do
  reason=$(left_out "$command")
  if [[ $kind == long ]]; then
    long=$((long + 1))
    echo "   long  $command"
  elif [[ -n $reason ]]; then
    other=$((other + 1))
    echo "      –  $command ($reason)"
  else
    run=$((run + 1))
    if [[ -n $list ]]; then echo "    run  $command"; else run "$command"; fi
  fi
done < <(commands)
[[ -n $list ]] || run "./build.sh"
echo "$run commands and ./build.sh, $long left out as long, $other for the reason beside them; $((SECONDS / 60)) min"

if [[ -z $list && $(git status --porcelain) != "$before" ]]; then
  git status --short >&2
  echo "commands.sh: the commands changed these files of the repository" >&2
  exit 1
fi
