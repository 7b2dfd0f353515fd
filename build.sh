#!/usr/bin/env bash
# Builds, tests and runs the project: ./build.sh --help. It calls swift, mpirun and apt, and computes nothing itself.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

packages=(libopenblas-dev libcairo2-dev libopenmpi-dev openmpi-bin fonts-dejavu-core poppler-utils pkg-config)

usage() {
  cat <<'HELP'
usage: ./build.sh [COMMAND] [ARGUMENTS]

  all                 build, then run every chapter in its quick profile (default)
  setup               install the Debian packages that are missing
  test [OPTIONS]      build and run every test; OPTIONS go to `swift test`, for example --filter Curriculum
      --sanitize address|thread   under a sanitizer, in a build folder of its own
HELP
  for chapter in chapters/[0-9][0-9]-*/main.swift chapters/[0-9][0-9]-*/Main.swift; do
    [[ -e $chapter ]] || continue
    name=$(basename "$(dirname "$chapter")")
    printf '  %-19s run chapter %s; ARGUMENTS go to it (try --help)\n' "${name%%-*}" "$name"
  done
  for tool in bench combinations book docs; do
    printf '  %-19s %s\n' "$tool" "$(sed -n '2s/^# *//p' "scripts/$tool.sh")"
  done
  cat <<'HELP'
  weave               weave chapters into their pages ([NN …] [--check] [--refresh] [--text])
  commands            run each command that pages name, except long ones ([--list] shows them)
  soak                reliability tests in their long form: 50 kills, 59 resume points, 200,000 mutated inputs a reader,
                      20,000 combinations of files
  regenerate          make every shipped run, record, figure and page anew; hours ([--list] shows them)
  clean               remove build folders (runs, data and figures stay)

  --ranks N           with 03 or 04: train in N processes (mpirun); the result is the same, bit for bit
  PORTABLE=1          build for any machine of this architecture instead of this one (slower)
  MARCH=x86-64-v3     build for this kind of processor instead (any that clang knows)
HELP
}

fail() {
  echo "build.sh: $*" >&2
  exit 1
}

have_package() { [[ $(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null) == installed ]]; }

missing_packages() {
  for package in "${packages[@]}"; do
    have_package "$package" || echo "$package"
  done
}

require_swift() {
  command -v swift >/dev/null || fail "Swift is not installed or not on PATH: get Swift 6 or newer from" \
    "https://www.swift.org/install/linux/ and run this again"
  local version
  version=$(swift --version 2>/dev/null | grep -oE 'Swift version [0-9]+' | grep -oE '[0-9]+' || true)
  [[ -n $version && $version -ge 6 ]] ||
    fail "Swift 6 or newer is needed, found: $(swift --version 2>&1 | head -n 1); get it from https://www.swift.org/install/linux/"
}

setup() {
  require_swift
  if command -v dpkg-query >/dev/null; then
    local missing
    mapfile -t missing < <(missing_packages)
    if ((${#missing[@]})); then
      echo "installing: ${missing[*]}"
      local as_root=()
      if ((EUID != 0)); then
        command -v sudo >/dev/null || fail "no sudo: as root, run apt-get install ${missing[*]}"
        as_root=(sudo)
      fi
      "${as_root[@]}" apt-get update -q </dev/null
      "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -q --no-install-recommends "${missing[@]}" </dev/null
    else
      echo "all packages are installed: ${packages[*]}"
    fi
  else
    command -v pkg-config >/dev/null || fail "pkg-config is missing: install it with OpenBLAS, Cairo and Open MPI"
    for module in openblas cairo mpi-c; do
      pkg-config --exists "$module" ||
        fail "pkg-config does not find $module: install what Debian calls ${packages[*]}"
    done
  fi
}

describe_machine() {
  swift --version 2>/dev/null | head -n 1
  echo "OpenBLAS $(pkg-config --modversion openblas 2>/dev/null || echo missing)"
  echo "cores: $(nproc)"
  mpirun --version 2>/dev/null | head -n 1 || echo "no mpirun"
}

prepare() {
  if command -v dpkg-query >/dev/null && [[ -n $(missing_packages) ]]; then setup; fi
  require_swift
  describe_machine
}

build() { swift build -c release; }

run_tests() {
  local sanitizer="" options=()
  while (($#)); do
    case $1 in
      --sanitize)
        [[ ${2:-} == address || ${2:-} == thread ]] || fail "--sanitize: expected address or thread, found '${2:-}'"
        sanitizer=$2
        shift
        ;;
      *) options+=("$1") ;;
    esac
    shift
  done
  prepare
  allow_root_mpi
  local into=()
  if [[ -n $sanitizer ]]; then
    into=(--sanitize "$sanitizer" --scratch-path ".build-$sanitizer")
    # Open MPI and the Swift runtime keep memory until exit: leaks are not what these runs look for.
    export ASAN_OPTIONS=detect_leaks=0
    # A rank that fails has a second to end the others; tests ask SANITIZER what they may ask of the system.
    export TSAN_OPTIONS=atexit_sleep_ms=0 SANITIZER=$sanitizer
  fi
  # Left to itself, `swift test` compiles everything once more, for @testable imports that there are none of.
  swift build -c release --build-tests "${into[@]}"
  swift test -c release --skip-build "${into[@]}" "${options[@]}"
}

# mpirun refuses to work for root unless told twice that it is meant.
allow_root_mpi() {
  if ((EUID == 0)); then export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1; fi
}

# mpirun would end its ranks at once on SIGINT or SIGTERM. It passes SIGUSR1 on, upon which they finish the step and save.
train_in_ranks() {
  local ranks=$1 launcher status=0 wanted=""
  shift
  # A session of its own keeps the terminal's Ctrl-C from mpirun. Unbound, because a rank's threads share the cores.
  setsid mpirun -q -n "$ranks" --oversubscribe --bind-to none "$@" &
  launcher=$!
  trap 'wanted=130; kill -USR1 $launcher' INT
  trap 'wanted=143; kill -USR1 $launcher' TERM HUP
  while kill -0 "$launcher" 2>/dev/null; do
    status=0
    wait "$launcher" || status=$?
  done
  trap - INT TERM
  ((status == 128 + $(kill -l USR1))) && status=${wanted:-$status}
  ((status > 128 && status != 130 && status != 143)) && echo "build.sh: a rank was ended by signal $((status - 128))" >&2
  return "$status"
}

run_chapter() {
  local number=$1 ranks="" arguments=()
  shift
  while (($#)); do
    case $1 in
      --ranks)
        [[ ${2:-} =~ ^[1-9][0-9]*$ ]] || fail "--ranks: expected a number of processes, found '${2:-}'"
        ranks=$2
        shift
        ;;
      *) arguments+=("$1") ;;
    esac
    shift
  done
  local folders=(chapters/"$number"-*/)
  local name
  name=$(basename "${folders[0]}")
  if [[ -n $ranks ]]; then
    [[ $number == 03 || $number == 04 ]] || fail "--ranks is for the training chapters 03 and 04, not $number"
    allow_root_mpi
    train_in_ranks "$ranks" ".build/release/$name" "${arguments[@]}"
  else
    ".build/release/$name" "${arguments[@]}"
  fi
}

# Every chapter's text, then the reader's own quick runs measured, drawn and judged. Finished runs are not trained again.
run_all() {
  chapter 01
  chapter 02
  chapter 03 --resume
  chapter 04 --resume
  chapter 05
  chapter 07
  chapter 06
  chapter 04 compare --resume
  chapter 05 report
  chapter 05 theory --quiet --out runs/quick-data
  chapter 06 --data runs/quick-data --out figures/quick
}

chapter() {
  local folders=(chapters/"$1"-*/)
  echo
  echo "== $(basename "${folders[0]}")${2:+ ${*:2}}"
  run_chapter "$@"
}

# --ranks may also stand before the chapter's number.
if [[ ${1:-} == --ranks ]]; then
  (($# >= 3)) || fail "--ranks N must be followed by 03 or 04"
  set -- "$3" "$1" "$2" "${@:4}"
fi
command=${1:-all}
(($#)) && shift
case $command in
  -h | --help | help) usage ;;
  setup) setup ;;
  test) run_tests "$@" ;;
  all)
    prepare
    build
    run_all
    ;;
  0[1-7])
    compgen -G "chapters/$command-*/[Mm]ain.swift" >/dev/null || fail "there is no chapter $command"
    prepare
    build
    run_chapter "$command" "$@"
    ;;
  clean) rm -rf .build .build-* .build_* ;;
  bench | combinations | book | docs)
    prepare
    build
    allow_root_mpi
    "scripts/$command.sh" "$@"
    ;;
  weave | commands | soak | regenerate)
    prepare
    build
    allow_root_mpi
    [[ $command == weave ]] || set -- "$command" "$@"
    .build/release/weave "$@"
    ;;
  *)
    echo "build.sh: unknown command '$command'; see ./build.sh --help" >&2
    exit 64
    ;;
esac
