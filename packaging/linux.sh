#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# From a fresh clone to a running Flipside on Debian 12 or 13, and to its test suite. `packaging/linux.sh help` lists the
# commands. Everything it makes lies under build/; everything it installs is a Debian package.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

BUILD_PACKAGES=(
    g++ cmake ninja-build ccache lld
    libtorch-dev libopenblas0-pthread # LibTorch calls libblas.so.3; without OpenBLAS that is the slow reference one
    libopencv-dev libqcustomplot-dev nlohmann-json3-dev libcli11-dev libssl-dev zlib1g-dev
    libfaiss-dev libsvm-dev liblinear-dev libcurl4-openssl-dev libseccomp-dev
    libonnx-dev libprotobuf-dev
    pkg-config libavcodec-dev libavformat-dev libavutil-dev libswscale-dev
    libheif-dev libgif-dev libwebp-dev
    qt6-base-dev qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools qt6-svg-dev libgl1-mesa-dev
    fonts-dejavu-core # a bare system has no font at all, and the window would show boxes
)
TEST_PACKAGES=(
    dataset-fashion-mnist python3-torch python3-sklearn python3-onnx openmpi-bin
    xvfb xauth xdotool
    ffmpeg # looks at the films that the tests make
    clang-format clang-tidy desktop-file-utils appstream
    clang libclang-rt-dev # libFuzzer
)

PROGRAMS=(flipside flipside-cli)
# Debian 12's. Another one lays sources out in another way and has other checks, so that no source would please both.
LLVM_VERSION=14

say() { printf '\033[1m==>\033[0m %s\n' "$*" >&2; }
stop() {
    printf 'linux.sh: %s\n' "$*" >&2
    exit 1
}

usage() {
    cat <<'TEXT'
packaging/linux.sh COMMAND

  run [ARGUMENTS]  install what is missing, build, start Flipside; without a display, paint previews instead
  test             install what is missing, build and run the test suite
  check            the longer checks: what reads files under the address and undefined-behaviour sanitizers, 20 seconds
                   of libFuzzer for every reader, and clang-tidy on what the last commits changed
  build            install what is missing and build (build/release)
  package          install what is missing, build and make a Debian package (build/*.deb)
  tidy             install what is missing and run clang-tidy
  bench            install what is missing, build and run the benchmarks
  soak             install what is missing, build and run the long checks: the whole suite under the address and the
                   worker's part under the thread sanitizer, clang-tidy on everything, 200 kills of a study, and of
                   the window, a million inputs for every reader, and all of run, package and test in a bare Debian 12
                   and 13 (packaging/bare_root.sh; takes root and hours)
  fuzz [OPTION]    install what is missing, build and look for inputs that break a reader: 20 seconds for each, or as
                   libFuzzer's OPTION says (-max_total_time=SECONDS, -runs=INPUTS)
  install-deps     install the Debian packages that run and test need
  format           format the source files in place
  help             this text

Variables: JOBS (compilers at once), FLIPSIDE_DATA (folder with the mnist data set: more tests run).
TEXT
}

# --- Packages --------------------------------------------------------------------------------------------------------

check_system() {
    command -v apt-get >/dev/null ||
        stop "This system has no apt-get. Flipside's script knows Debian 12 and 13; elsewhere install the libraries that" \
            "CMakeLists.txt names and build with: cmake --preset release && cmake --build --preset release"
    local id="" version=""
    # shellcheck disable=SC1091
    [ -r /etc/os-release ] && { id=$(. /etc/os-release && echo "${ID:-}") version=$(. /etc/os-release && echo "${VERSION_ID:-}"); }
    case "$id ${version%%.*}" in
    "debian 12" | "debian 13") ;;
    *) say "This is ${id:-an unknown system} ${version:-}, not Debian 12 or 13, for which the packages were chosen; trying anyway." ;;
    esac
}

missing_packages() {
    local installed
    installed=$(dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' "$@" 2>/dev/null | sed -n 's/^.i *//p' || true)
    printf '%s\n' "$@" | grep -vxF -f <(printf '%s\n' "$installed") || true
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

apt() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=120 -o Acquire::Retries=2 \
        -o Acquire::http::Timeout=30 -o Acquire::https::Timeout=30 "$@" </dev/null >&2
}

install_packages() {
    local missing command
    mapfile -t missing < <(missing_packages "$@")
    [ "${#missing[@]}" -gt 0 ] || return 0
    command="apt-get update && apt-get install --no-install-recommends ${missing[*]}"
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null ||
            stop "Packages are missing, and this is neither root nor is there sudo. Ask an administrator to run: $command"
        sudo -n true 2>/dev/null || [ -t 0 ] || [ -t 2 ] ||
            stop "Packages are missing, and sudo wants a password that cannot be typed here. Run as root: $command"
    fi
    need_space / 4000 "the packages"
    say "Installing ${#missing[@]} packages: ${missing[*]}"
    # An outdated list names files that the mirror no longer has: fetch it anew before giving up.
    if ! { apt --simulate install --no-install-recommends "${missing[@]}" >/dev/null 2>&1 &&
        apt install --no-install-recommends "${missing[@]}"; }; then
        say "Fetching the lists of packages"
        apt update || true
        apt install --no-install-recommends "${missing[@]}" ||
            stop "The packages could not be installed: see apt's own lines above. Most often there is no network, or" \
                "/etc/apt/sources.list names no Debian mirror. Once that works, run this again, or: $command"
    fi
}

# need_space FOLDER MEGABYTES WHAT-FOR
need_space() {
    local free
    free=$(df --output=avail -BM "$1" | tail -n 1 | tr -dc 0-9)
    [ "$free" -ge "$2" ] || stop "Only $free MB are free under $1, and $3 may take up to $2 MB: make room and run this again."
}

# --- Building --------------------------------------------------------------------------------------------------------

# A compiler reading LibTorch's headers takes about 2 GB.
jobs() {
    local cores memory
    cores=$(nproc)
    memory=$(awk '/^MemAvailable/ { print int($2 / 2000000) }' /proc/meminfo)
    [ "$memory" -ge 1 ] || memory=1
    echo "${JOBS:-$((memory < cores ? memory : cores))}"
}

# build PRESET [TARGET...]
build() {
    local preset=$1
    shift
    need_space . 1000 "the build"
    if [ ! -f "build/$preset/build.ninja" ]; then
        say "Configuring build/$preset"
        cmake --preset "$preset" >&2 || stop "CMake could not configure build/$preset: its lines above say what is missing."
    fi
    say "Building build/$preset"
    cmake --build "build/$preset" --parallel "$(jobs)" ${1:+--target "$@"} >&2 ||
        stop "The build in build/$preset failed: the first error above says where."
}

# --- The commands ----------------------------------------------------------------------------------------------------

run() {
    check_system
    install_packages "${BUILD_PACKAGES[@]}"
    [ -z "${WAYLAND_DISPLAY:-}" ] || [ -n "${DISPLAY:-}" ] || install_packages qt6-wayland
    build release "${PROGRAMS[@]}"
    if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
        say "Starting Flipside"
        exec build/release/app/flipside "$@"
    fi
    say "There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window can open; painting previews instead."
    mkdir -p build/preview
    build/release/app/flipside --screenshot build/preview/window.png "$@"
    build/release/app/flipside-cli render --model paintings --scheme low-active --count 36 --seed 1 \
        --sheet build/preview/creative-samples.png >/dev/null 2>&1 || stop "The samples could not be painted."
    say "The window as it opens:     $PWD/build/preview/window.png"
    say "36 creative samples:        $PWD/build/preview/creative-samples.png"
}

source_files() {
    find core ui app tests -name '*.cpp' -o -name '*.h' | LC_ALL=C sort
}

PASSED=0
FAILED=0
TIDIED_COMMITS=10 # a check looks at what these changed, and soak at everything
SKIPPED=0

# suite PRESET [CTEST-ARGUMENTS...]: runs the tests of a build and adds its numbers to the total.
suite() {
    local preset=$1 report status=0 tests failures skipped
    shift
    report=build/$preset/tests.xml
    say "Testing build/$preset"
    rm -f "$report"
    ctest --test-dir "build/$preset" --output-on-failure --no-tests=error --parallel "$(jobs)" \
        --output-junit "$PWD/$report" "$@" || status=$?
    tests=$(grep -m 1 -oP '\btests="\K[0-9]+' "$report" || echo 0)
    failures=$(grep -m 1 -oP '\bfailures="\K[0-9]+' "$report" || echo 0)
    skipped=$(grep -m 1 -oP '\bskipped="\K[0-9]+' "$report" || echo 0)
    grep -oP 'Skipped: [^<]*' "$report" >&2 || true
    # A suite that could not run, or tests that were not built, are failures too.
    [ "$status" = 0 ] || [ "$failures" -gt 0 ] || { tests=$((tests + 1)) failures=1; }
    PASSED=$((PASSED + tests - failures - skipped))
    FAILED=$((FAILED + failures))
    SKIPPED=$((SKIPPED + skipped))
}

# Checks one group of source files with clang-tidy, unless these very texts have passed before.
tidy_group() {
    local group=$1 passed
    passed=build/tidy/passed/$(sed 's/^#include "//; s/"$//' "$group" | xargs cat <(echo "$TIDY_CONTEXT") | sha256sum | cut -d ' ' -f 1)
    [ ! -f "$passed" ] || return 0
    # In a group the sources are included, which is wrong anywhere else. Clang prints how many warnings in system
    # headers it kept to itself; nobody needs that.
    clang-tidy -p build/tidy/groups --quiet --checks=-bugprone-suspicious-include \
        --header-filter='/(core|ui|app)/[a-z_/]*\.(h|cpp)$' "$group" \
        2> >(grep -vE '^[0-9]+ warnings? (and .*)?generated' >&2) && touch "$passed"
}

# llvm_version PROGRAM
llvm_version() {
    "$1" --version | grep -m 1 -oP 'version \K[0-9]+'
}

# tidy [COMMIT]: all source files, or those that have changed since a commit.
tidy() {
    if [ "$(llvm_version clang-tidy)" != "$LLVM_VERSION" ]; then
        say "Skipping clang-tidy: this is version $(llvm_version clang-tidy), and the checks were chosen for $LLVM_VERSION."
        SKIPPED=$((SKIPPED + 1))
        return
    fi
    build ci
    mkdir -p build/tidy/passed
    # ccache, g++'s own precompiled headers and the warnings that only g++ knows are not clang's business.
    sed -E 's#"command": "[^"]*/ccache #"command": "#; s# -Winvalid-pch -include [^ ]*cmake_pch\.hxx##;
        s# -Wno-(restrict|subobject-linkage|error=[a-z-]*)##g' build/ci/compile_commands.json >build/tidy/compile_commands.json
    say "Running clang-tidy"
    TIDY_CONTEXT=$(source_files | grep '\.h$' | xargs cat .clang-tidy CMakeLists.txt | sha256sum)
    export TIDY_CONTEXT
    export -f tidy_group
    local changed=()
    [ -z "${1:-}" ] || mapfile -t changed < <(git diff --name-only "$1" -- core ui app)
    if /usr/bin/python3 packaging/tidy_groups.py . build/tidy/compile_commands.json build/tidy/groups "${changed[@]}" |
        xargs -P "$(jobs)" -I GROUP bash -c 'tidy_group GROUP'; then
        say "clang-tidy found nothing."
        PASSED=$((PASSED + 1))
    else
        say "clang-tidy found something: see its lines above."
        FAILED=$((FAILED + 1))
    fi
}

# report START: how long it took, and the total of what passed and failed.
report() {
    say "Took $(((SECONDS - $1) / 60)) min $(((SECONDS - $1) % 60)) s"
    [ "$SKIPPED" = 0 ] || say "Skipped $SKIPPED: the lines above that begin with Skipping or Skipped say why"
    printf '\n%d passed, %d failed\n' "$PASSED" "$FAILED"
    [ "$FAILED" = 0 ]
}

run_tests() {
    local start=$SECONDS
    check_system
    install_packages "${BUILD_PACKAGES[@]}" "${TEST_PACKAGES[@]}"
    build ci
    suite ci
    report "$start"
}

check() {
    local start=$SECONDS
    check_system
    install_packages "${BUILD_PACKAGES[@]}" "${TEST_PACKAGES[@]}"
    build asan-ubsan sanitized_tests
    suite asan-ubsan --label-regex sanitized
    if fuzz -max_total_time=20; then PASSED=$((PASSED + 1)); else FAILED=$((FAILED + 1)); fi
    tidy "$(git rev-list --max-count=1 --skip="$TIDIED_COMMITS" HEAD)"
    report "$start"
}

# Searches for inputs that break one reader, after those that are known. What it finds lies in build/fuzz/found.
fuzz_reader() {
    local program=$1 option=$2 reader seeds log
    reader=$(basename "$program")
    reader=${reader#fuzz_}
    seeds=tests/data/fuzz/$reader
    log=build/fuzz/logs/$reader.txt
    mkdir -p "build/fuzz/corpus/$reader" build/fuzz/found build/fuzz/logs
    # A finding that is a hang or takes memory is one too. The known inputs are tried whole; new ones stay short, as
    # what they are to be found for is.
    local limits=(-rss_limit_mb=2048 -timeout=5 "-artifact_prefix=build/fuzz/found/$reader-")
    if "$program" "${limits[@]}" -runs=0 "$seeds" >"$log" 2>&1 &&
        "$program" "${limits[@]}" "$option" -max_len=4096 -print_final_stats=1 \
            $([ ! -f "$seeds.dict" ] || echo "-dict=$seeds.dict") "build/fuzz/corpus/$reader" "$seeds" >>"$log" 2>&1; then
        printf '%-16s %s\n' "$reader" "$(grep -a '^Done' "$log" | tail -n 1), $(grep -ao 'cov: [0-9]*' "$log" | tail -n 1)" >&2
    else
        tail -n 40 "$log" >&2
        say "The reader fuzz_$reader broke: the input is in build/fuzz/found; once mended, add it to $seeds"
        return 1
    fi
}

# fuzz OPTION: every reader, two or more at once. Fails where one breaks.
fuzz() {
    build fuzz
    say "Looking for inputs that break a reader ($1 each)"
    # Short call stacks of allocations: twice as many inputs in the same time.
    export ASAN_OPTIONS=malloc_context_size=4:strict_string_checks=1
    export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
    export -f fuzz_reader say
    find build/fuzz/tests/fuzz -maxdepth 1 -name 'fuzz_*' -type f -executable | LC_ALL=C sort |
        xargs -P "$(jobs)" -I PROGRAM bash -c 'fuzz_reader PROGRAM "$1"' fuzz "$1"
}

bench() {
    check_system
    install_packages "${BUILD_PACKAGES[@]}" "${TEST_PACKAGES[@]}"
    build release bench
}

soak() {
    check_system
    install_packages "${BUILD_PACKAGES[@]}" "${TEST_PACKAGES[@]}"
    build tsan worker_tests
    suite tsan --label-regex worker
    build asan-ubsan
    suite asan-ubsan --label-exclude '^(house|window)$'
    tidy
    [ "$FAILED" = 0 ] || stop "$FAILED of the checks failed: see above."
    build release "${PROGRAMS[@]}"
    say "Killing a study 200 times; this takes some minutes"
    /usr/bin/python3 tests/soak/study_kills.py build/release/app/flipside-cli
    say "Killing the window 200 times while somebody works in it; this takes about ten minutes"
    build release ui_session_kills_test
    QTEST_FUNCTION_TIMEOUT=3600000 FLIPSIDE_KILLS=200 build/release/tests/ui_session_kills_test -maxwarnings 0
    fuzz -runs=1000000
    say "Trying a million changes of networks' code; an input that breaks its reader is left in build/asan-ubsan/broke"
    (cd build/asan-ubsan && tests/fuzz/fuzz_seeds ../../tests/data/fuzz python_code 1000000)
    install_packages debootstrap
    local suite
    for suite in bookworm trixie; do
        say "Building, packing and testing in a bare Debian ($suite); this takes an hour or more"
        as_root env JOBS="$(jobs)" packaging/bare_root.sh "$suite"
    done
}

case "${1:-help}" in
run) shift && run "$@" ;;
test) run_tests ;;
check) check ;;
build)
    check_system
    install_packages "${BUILD_PACKAGES[@]}"
    build release "${PROGRAMS[@]}"
    ;;
package)
    check_system
    install_packages "${BUILD_PACKAGES[@]}" dpkg-dev file
    build release "${PROGRAMS[@]}"
    cpack --config build/release/CPackConfig.cmake -B build >&2
    rm -rf build/_CPack_Packages
    ;;
tidy)
    check_system
    install_packages "${BUILD_PACKAGES[@]}" "${TEST_PACKAGES[@]}"
    tidy
    [ "$FAILED" = 0 ]
    ;;
bench) bench ;;
soak) soak ;;
fuzz)
    check_system
    install_packages "${BUILD_PACKAGES[@]}" "${TEST_PACKAGES[@]}"
    fuzz "${2:--max_total_time=20}"
    ;;
install-deps)
    check_system
    install_packages "${BUILD_PACKAGES[@]}" "${TEST_PACKAGES[@]}"
    ;;
format)
    install_packages clang-format
    [ "$(llvm_version clang-format)" = "$LLVM_VERSION" ] ||
        stop "This is clang-format $(llvm_version clang-format), which would lay out anew what $LLVM_VERSION (Debian 12's) has laid out."
    source_files | xargs clang-format -i
    ;;
help | -h | --help) usage ;;
*)
    usage >&2
    exit 2
    ;;
esac
