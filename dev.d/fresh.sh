#!/usr/bin/env bash
# ./dev check-fresh: the two commands in a Debian 12 that holds nothing else, so that nothing can have been installed by hand.
# A chroot in mount and process namespaces of its own: when the command ends, for whatever reason, its mounts and processes
# are gone with it. It uses this machine's apt and npm settings, never its packages. Sourced by ./dev.

fresh_release=bookworm
fresh_cache=${XDG_CACHE_HOME:-$HOME/.cache}/liren
fresh_folder=
fresh_process=       # the ./dev up that runs inside, while it runs
fresh_base_only=0
fresh_keep=0
fresh_command=

read_fresh_options() {
    while (($#)); do
        case $1 in
        --base-only) fresh_base_only=1 ;;
        --keep) fresh_keep=1 ;;
        --run) fresh_command=${2:?--run wants a command} && shift ;;
        *) stop_with "./dev check-fresh does not know '$1'. It takes --base-only, --keep and --run COMMAND." ;;
        esac
        shift
    done
}

check_fresh() {
    read_fresh_options "$@"
    if ((EUID != 0)); then
        command -v sudo >/dev/null || stop_with "./dev check-fresh needs root for its chroot, and there is no sudo."
        exec sudo --preserve-env="$(fresh_environment_names | paste -sd,)" "$root/dev" check-fresh "$@"
    fi
    plan_steps 6 fresh.log
    ((!fresh_base_only)) || step_total=3
    trap clean_fresh EXIT
    trap 'exit 130' INT TERM
    ensure_packages "Packages" fresh
    begin "A bare Debian 12"
    ensure_fresh_base
    done_with
    begin "Unpacking it, with this machine's apt settings and a clean clone"
    lay_fresh
    done_with
    if ((fresh_base_only)); then
        in_fresh bash -c "source /etc/os-release; printf 'Inside: %s\n' \"\$PRETTY_NAME\"; ./dev help | head -n 1; apt-get update -q 2>&1 | tail -n 1; cat /proc/meminfo | head -n 1"
        return
    fi
    if [[ -n $fresh_command ]]; then
        in_fresh bash -c "$fresh_command"
        return
    fi
    fresh_up "./dev up in it, from nothing"
    fresh_up "./dev up in it, a second time"
    begin "./dev test in it"
    say ""
    in_fresh ./dev test || stop_with "./dev test failed in a fresh Debian 12."
    say "check-fresh is green: ./dev up and ./dev test work on a bare Debian 12."
}

clean_fresh() {
    if [[ -n $fresh_process && -d /proc/$fresh_process ]]; then
        kill -KILL "$(first_child "$fresh_process")" 2>/dev/null || true   # unshare, and with it all that runs inside
        { wait "$fresh_process"; } 2>/dev/null || true
    fi
    [[ -n $fresh_folder ]] || return 0
    if ((fresh_keep)); then
        say "The fresh Debian stays at $fresh_folder"
    else
        rm -rf --one-file-system "$fresh_folder"
    fi
}

# The mirror this machine's apt uses for the release.
fresh_mirror() {
    # shellcheck disable=SC2016 # apt fills these in
    apt-get indextargets --format '$(CODENAME) $(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
        awk -v release="$fresh_release" '$1 == release { print $2; exit }'
}

ensure_fresh_base() {
    local archive=$fresh_cache/debian-$fresh_release.tar
    [[ ! -f $archive ]] || return 0
    local mirror building
    mirror=$(fresh_mirror)
    [[ -n $mirror ]] || give_up "This machine's apt has no source for Debian 12 ($fresh_release); run apt-get update, or run this on Debian 12."
    mkdir -p "$fresh_cache"
    building=$(mktemp -d "$fresh_cache/building.XXXXXX")
    chmod 755 "$building"
    fresh_folder=$building
    attempt "debootstrap did not finish; is the network there? Then run the same command again." \
        debootstrap --variant=minbase --include=ca-certificates "$fresh_release" "$building" "$mirror"
    rm -rf "$building"/var/cache/apt/archives/*.deb "$building"/var/lib/apt/lists/*
    attempt "tar could not write $archive; is the disk full?" tar -C "$building" --numeric-owner -cf "$archive.new" .
    mv "$archive.new" "$archive"
    rm -rf --one-file-system "$building"
    fresh_folder=
}

lay_fresh() {
    fresh_folder=$(mktemp -d "$fresh_cache/fresh.XXXXXX")
    chmod 755 "$fresh_folder"
    attempt "tar could not unpack the base; is the disk full?" tar -C "$fresh_folder" -xf "$fresh_cache/debian-$fresh_release.tar"
    copy_apt_settings
    copy_network_settings
    git -c safe.directory='*' clone --quiet --no-local "$root" "$fresh_folder/root/liren" 2>>"$log" || give_up "git could not clone this repository."
    [[ -z $(git status --porcelain) ]] || say "   (what is not committed here is not in the clone)"
}

copy_apt_settings() {
    rm -f "$fresh_folder"/etc/apt/sources.list
    local part
    for part in sources.list sources.list.d apt.conf.d keyrings trusted.gpg.d; do
        [[ ! -e /etc/apt/$part ]] || cp -r "/etc/apt/$part" "$fresh_folder/etc/apt/"
    done
    find "$fresh_folder/etc/apt/sources.list.d" -type f ! -name '*.list' ! -name '*.sources' -delete
    [[ ! -d /usr/share/keyrings ]] || cp -rn /usr/share/keyrings/. "$fresh_folder/usr/share/keyrings/"
}

copy_network_settings() {
    cp -L /etc/resolv.conf /etc/hosts "$fresh_folder/etc/" 2>/dev/null || true
    if compgen -G '/usr/local/share/ca-certificates/*.crt' >/dev/null; then
        cp /usr/local/share/ca-certificates/*.crt "$fresh_folder/usr/local/share/ca-certificates/"
        attempt "The machine's own certificates could not be added." chroot "$fresh_folder" update-ca-certificates
    fi
}

# What of the caller's environment says how the network is reached; nothing else goes in, and no secret.
fresh_environment_names() {
    compgen -e | grep -iE '^(https?_proxy|no_proxy|all_proxy|npm_config_(registry|cafile|proxy|https_proxy|noproxy)|NODE_EXTRA_CA_CERTS)$' || true
}

# in_fresh COMMAND …: runs it in the clone inside the chroot, as process 1 of its own namespace.
in_fresh() {
    local given=(HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 "TERM=${TERM:-dumb}") name registry
    for name in $(fresh_environment_names); do
        given+=("$name=${!name}")
    done
    registry=$(npm config get registry 2>/dev/null || true)
    [[ -z $registry || $registry == undefined ]] || given+=("npm_config_registry=$registry")
    # shellcheck disable=SC2016 # the inner shell expands these
    unshare --mount --propagation private --pid --fork --kill-child bash -c '
        set -e
        inside=$1
        shift
        mount -t proc proc "$inside/proc"
        mount --rbind /sys "$inside/sys"
        mount --rbind /dev "$inside/dev"
        exec chroot "$inside" env -i "$@"
    ' fresh "$fresh_folder" "${given[@]}" env --chdir=/root/liren "$@"
}

free_port() {
    local port
    for port in {18080..18180}; do
        port_answers "$port" || { printf '%s\n' "$port" && return 0; }
    done
    stop_with "No port is free between 18080 and 18180."
}

first_child() {
    local child
    read -r child _ <"/proc/$1/task/$1/children" || true   # the line has no end
    printf '%s\n' "${child:?$1 has no child}"
}

# fresh_up TITLE: runs ./dev up inside, waits for the page of roles, stops it as Ctrl-C would.
fresh_up() {
    local port inner status=0
    port=$(free_port)
    begin "$1"
    say ""
    in_fresh "${fresh_stand_in:-./dev}" up --port "$port" </dev/null &
    fresh_process=$!
    until is_ready "$port"; do
        kill -0 "$fresh_process" 2>/dev/null || stop_with "./dev up failed in a fresh Debian 12."
        sleep 1
    done
    page_says "$port" / '演示数据' || stop_with "The first page of ./dev up is not the page of roles."
    inner=$(first_child "$(first_child "$fresh_process")")   # a subshell, unshare, and then ./dev itself
    kill -TERM "$inner"
    wait "$fresh_process" || status=$?
    fresh_process=
    ((status == 0)) || stop_with "./dev up did not stop cleanly (status $status)."
    done_with "served, and stopped cleanly"
}

# page_says PORT PATH TEXT
page_says() {
    local page
    page=$(
        exec 3<>"/dev/tcp/127.0.0.1/$1"
        printf 'GET %s HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nConnection: close\r\n\r\n' "$2" "$1" >&3
        timeout 10 cat <&3
    ) || true
    [[ $page == *"$3"* ]]
}
