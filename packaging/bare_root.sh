#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Goes the way of somebody who has just installed Debian: a bare root, the sources, one command of linux.sh after the
# other. What a bare system lacks and linux.sh forgets shows here. `packaging/bare_root.sh help` says how to call it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '\033[1m==>\033[0m %s\n' "$*" >&2; }
stop() {
    printf 'bare_root.sh: %s\n' "$*" >&2
    exit 1
}

usage() {
    cat <<'TEXT'
packaging/bare_root.sh [OPTION...] SUITE [COMMAND...]

Makes a bare Debian of the release SUITE (bookworm, trixie) with debootstrap, copies the sources into it as they lie here
and runs each COMMAND of packaging/linux.sh there, as root and without a display. One COMMAND is not linux.sh's:

  install    installs the Debian package that the command package has made in a second bare root, and paints there

Without a COMMAND: run package install test. Ends with an error when a command does, or when a compiler warned. The log,
what was painted and the Debian package stay in the folder; the roots, of up to 8 GB, do not.

  --folder FOLDER   where all this is made (build/bare/SUITE)
  --mirror ADDRESS  the Debian mirror to take packages from (the one that this machine's apt uses)
  --ccache FOLDER   keep compiled files there for the next time (everything is compiled)
  --keep            leave the roots, and go on in them the next time

Variables: JOBS (compilers at once). Needs root and the packages debootstrap and debian-archive-keyring.
TEXT
}

# --- The roots -------------------------------------------------------------------------------------------------------

own_mirror() {
    # shellcheck disable=SC2016
    apt-get indextargets --format '$(CODENAME) $(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' 2>/dev/null |
        awk '$1 !~ /-/ { print $2; exit }'
}

# make_root FOLDER: a bare system in which programs find what they find in an installed one.
make_root() {
    local root=$1 log
    if [ ! -f "$root.made" ]; then
        say "Making a bare Debian ($SUITE) in $root"
        log=$FOLDER/debootstrap.log
        rm -rf --one-file-system "$root"
        mkdir -p "$root"
        debootstrap --variant=minbase "$SUITE" "$root" "$MIRROR" >"$log" 2>&1 ||
            stop "debootstrap failed: the end of $log says why. Most often there is no network, or the mirror ($MIRROR)" \
                "does not have $SUITE."
        # How this machine reaches a mirror: proxies, and clocks that are not to be trusted.
        apt-config dump | grep -E '^Acquire::(https?::|Check-)' >"$root/etc/apt/apt.conf.d/90host" || true
        cp /etc/hosts /etc/resolv.conf "$root/etc/"
        touch "$root.made"
    fi
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    mount --rbind /sys "$root/sys"
}

# in_root FOLDER COMMAND [ARGUMENT...]
in_root() {
    local root=$1 name
    local -a variables=()
    shift
    for name in JOBS http_proxy https_proxy no_proxy; do
        [ -z "${!name:-}" ] || variables+=("$name=${!name}")
    done
    chroot "$root" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root \
        LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "${variables[@]}" "$@" </dev/null
}

# --- The commands ----------------------------------------------------------------------------------------------------

copy_sources() {
    mkdir -p "$ROOT/flipside"
    find "$ROOT/flipside" -mindepth 1 -maxdepth 1 ! -name build -exec rm -rf {} +
    tar --create --exclude=./build --exclude=./.git . | tar --extract --no-same-owner --directory "$ROOT/flipside"
}

# Installs the package in a root that has never seen a compiler: what it does not depend on is not there.
install_package() {
    local root=$FOLDER/installed package
    package=$(find "$FOLDER" -maxdepth 1 -name 'flipside_*.deb' | sort | tail -n 1)
    [ -n "$package" ] || stop "There is no package in $FOLDER to install: name the command package before install."
    make_root "$root"
    cp "$package" "$root/flipside.deb"
    in_root "$root" apt-get -q update
    in_root "$root" apt-get -q -y install --no-install-recommends /flipside.deb
    in_root "$root" flipside --screenshot /window.png
    in_root "$root" flipside-cli render --model mnist --scheme low-active --count 100 --seed 1 --sheet /sheet.png >/dev/null
    mkdir -p "$FOLDER/installed-preview"
    cp "$root/window.png" "$root/sheet.png" "$FOLDER/installed-preview/"
}

linux() {
    in_root "$ROOT" /flipside/packaging/linux.sh "$1"
    case "$1" in
    run) cp -r "$ROOT/flipside/build/preview" "$FOLDER/" ;;
    package) cp "$ROOT"/flipside/build/flipside_*.deb "$FOLDER/" ;;
    esac
}

# Runs in a name space of its own, which takes every mount and process with it when it ends, however it ends.
inside() {
    local start
    DOING="making the root"
    trap '[ $? = 0 ] || say "$SUITE: $DOING failed."' EXIT
    make_root "$ROOT"
    copy_sources
    if [ -n "$CACHE" ]; then
        mkdir -p "$CACHE" "$ROOT/root/.cache/ccache"
        mount --bind "$CACHE" "$ROOT/root/.cache/ccache"
    fi
    for DOING in "${COMMANDS[@]}"; do
        start=$SECONDS
        say "$SUITE: $DOING"
        case "$DOING" in
        install) install_package ;;
        *) linux "$DOING" ;;
        esac
        say "$SUITE: $DOING took $(((SECONDS - start) / 60)) min $(((SECONDS - start) % 60)) s"
    done
}

# --- Outside ---------------------------------------------------------------------------------------------------------

remove_roots() {
    [ -z "${CHILD:-}" ] || { kill -KILL "$CHILD" && wait "$CHILD"; } 2>/dev/null || true
    [ -n "$KEEP" ] || rm -rf --one-file-system "$FOLDER"/{root,root.made,installed,installed.made}
}

outside() {
    local log=$FOLDER/log status=0 follower warnings
    trap remove_roots EXIT
    trap 'exit 130' INT TERM HUP
    : >"$log"
    FLIPSIDE_BARE_ROOT=1 unshare --mount --propagation private --pid --fork --kill-child \
        packaging/bare_root.sh "${ARGUMENTS[@]}" >"$log" 2>&1 &
    CHILD=$!
    tail --pid="$CHILD" --lines=+1 --follow "$log" &
    follower=$!
    wait "$CHILD" || status=$?
    CHILD=""
    wait "$follower" || true
    [ "$status" = 0 ] || stop "This did not go well: see the lines above, which are in $log too."
    warnings=$(grep -cE '^([^ :]+:[0-9]+:([0-9]+:)?|ld\.lld:) warning: ' "$log" || true)
    [ "$warnings" = 0 ] || stop "There were $warnings warnings while compiling: see $log."
    say "$SUITE: ${COMMANDS[*]} went well, without a warning. What was made lies in $FOLDER."
}

FOLDER="" MIRROR="" CACHE="" KEEP=""
ARGUMENTS=("$@")
while [ $# -gt 0 ]; do
    case "$1" in
    --folder | --mirror | --ccache)
        [ $# -gt 1 ] || stop "$1 wants a value; see: packaging/bare_root.sh help"
        case "$1" in --folder) FOLDER=$2 ;; --mirror) MIRROR=$2 ;; --ccache) CACHE=$2 ;; esac
        shift 2
        ;;
    --keep) KEEP=yes && shift ;;
    help | -h | --help) usage && exit ;;
    -*) stop "There is no option $1; see: packaging/bare_root.sh help" ;;
    *) break ;;
    esac
done
[ $# -gt 0 ] || { usage >&2 && exit 2; }
SUITE=$1
shift
COMMANDS=("$@")
[ $# -gt 0 ] || COMMANDS=(run package install test)

[ "$(id -u)" = 0 ] || stop "Making a root and entering it takes root: run it with sudo."
command -v debootstrap >/dev/null || stop "debootstrap is missing: apt-get install debootstrap"
MIRROR=${MIRROR:-$(own_mirror || true)}
[ -n "$MIRROR" ] || stop "This machine's apt knows no Debian mirror: name one with --mirror."
mkdir -p "${FOLDER:=build/bare/$SUITE}"
FOLDER=$(realpath "$FOLDER")
[ -z "$CACHE" ] || CACHE=$(realpath -m "$CACHE")
ROOT=$FOLDER/root

if [ -n "${FLIPSIDE_BARE_ROOT:-}" ]; then
    inside
else
    outside
fi
