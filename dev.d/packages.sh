#!/usr/bin/env bash
# What the machine must have: Debian packages (one list a purpose in packaging/debian-*.txt) and Node.js. apt is asked only
# when something is missing. Sourced by ./dev.

apt_lists_fresh=0
fetched_npm=      # the npm that was fetched with a newer Node.js, when Debian's is too old

as_root() {
    if ((EUID == 0)); then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        return 127
    fi
}

# packages_in PURPOSE …: the names in packaging/debian-PURPOSE.txt, comments left out.
packages_in() {
    local purpose
    for purpose in "$@"; do
        sed -e 's/#.*//' -e 's/[[:space:]]*$//' -e '/^$/d' "packaging/debian-$purpose.txt"
    done | sort -u
}

missing_packages() {
    local name state
    for name in "$@"; do
        state=$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null) || state=absent
        [[ $state == installed ]] || printf '%s\n' "$name"
    done
}

# install_packages NAME …: with apt; names that are there are not touched.
install_packages() {
    local missing
    mapfile -t missing < <(missing_packages "$@")
    ((${#missing[@]})) || return 0
    local by_hand="As root: apt-get update && apt-get install --no-install-recommends ${missing[*]}"
    command -v apt-get >/dev/null || stop_with "This machine has no apt. Liren is built on Debian 12; it needs: ${missing[*]}"
    if ((EUID != 0)); then
        command -v sudo >/dev/null || stop_with "Packages are missing and there is no sudo. $by_hand"
        sudo -v || stop_with "Packages are missing and sudo refused. $by_hand"
    fi
    if ((!apt_lists_fresh)); then
        attempt "apt could not refresh its lists; is the network there? Then run the same command again." \
            as_root apt-get update -q
        apt_lists_fresh=1
    fi
    local no_cluster=0
    if [[ " ${missing[*]} " == *" postgresql"* ]]; then
        forbid_main_cluster && no_cluster=1
    fi
    attempt "apt could not install what is missing. $by_hand" \
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
        -o DPkg::Lock::Timeout=300 "${missing[@]}"
    ((!no_cluster)) || as_root rm -f /etc/postgresql-common/createcluster.d/liren-tests.conf
}

# Debian starts a server when it installs PostgreSQL; the tests need only the programs, so none is made while we install.
forbid_main_cluster() {
    as_root mkdir -p /etc/postgresql-common/createcluster.d
    printf 'create_main_cluster = false\n' | as_root tee /etc/postgresql-common/createcluster.d/liren-tests.conf >/dev/null
}

# ensure_packages TITLE PURPOSE …: one step.
ensure_packages() {
    begin "$1"
    shift
    local wanted
    mapfile -t wanted < <(packages_in "$@")
    local missing
    missing=$(missing_packages "${wanted[@]}" | wc -l)
    install_packages "${wanted[@]}"
    if ((missing)); then
        done_with "$missing installed"
    else
        done_with "nothing missing"
    fi
}

node_is_new_enough() {
    command -v "$1" >/dev/null || return 1
    "$1" -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)'
}

# ensure_node: Node.js 20.19 or newer is first in PATH. Where it is not, Debian's node and npm fetch the pinned newer one,
# which is an ordinary npm package (packaging/node), into .tools/.
ensure_node() {
    if node_is_new_enough node && command -v npm >/dev/null; then
        return 0
    fi
    install_packages nodejs npm
    node_is_new_enough node && return 0
    local machine
    case $(uname -m) in
    x86_64) machine=x64 ;;
    aarch64) machine=arm64 ;;
    *) stop_with "There is no pinned Node.js for $(uname -m). Install Node.js 20.19 or newer by hand and run this again." ;;
    esac
    local home=$root/.tools/node
    local program=$home/node_modules/node-linux-$machine/bin/node
    if [[ ! -x $program ]] || ! cmp -s packaging/node/package-lock.json "$home/package-lock.json"; then
        mkdir -p "$home"
        cp packaging/node/package.json packaging/node/package-lock.json "$home/"
        attempt "npm could not fetch Node.js; is the network there? Then run the same command again." \
            npm ci --prefix "$home" --ignore-scripts --no-audit --no-fund
    fi
    [[ -x $program ]] || give_up "npm fetched Node.js but $program is not there. Delete .tools/ and run the same command again."
    PATH=$(dirname "$program"):$PATH
    export PATH
    fetched_npm=$home/node_modules/npm/bin/npm-cli.js
}

# The npm that came with the node that runs: Debian's older one leaves out optional packages (rolldown's compiled part) whose
# "engines" its own older node does not satisfy.
run_npm() {
    if [[ -n $fetched_npm ]]; then
        node "$fetched_npm" "$@"
    else
        npm "$@"
    fi
}
