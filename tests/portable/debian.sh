#!/bin/sh
# Builds and tests the last commit on a fresh Debian of another release, in a
# folder of its own under build/, which stays for the next run.
#
# usage: debian.sh ROOT RELEASE [OPTION OF CTEST]...
set -eu

root=$1
release=$2
shift 2
there=$root/build/debian-$release
# shellcheck disable=SC2016 # apt-get expands these
mirror=$(apt-get indextargets --format '$(REPO_URI)' \
    'Created-By: Packages' 'Component: main' | head -n 1)

if [ ! -e "$there/ready" ]; then
    mkdir -p "$root/build"
    rm -rf "$there"
    debootstrap --variant=minbase "$release" "$there" "$mirror" \
        >"$root/build/debootstrap.log" 2>&1 || {
        tail -n 3 "$root/build/debootstrap.log"
        echo "skipped: no Debian $release from the package mirror"
        exit 0
    }
    # as this machine reaches its packages
    apt-config dump Acquire >"$there/etc/apt/apt.conf.d/00acquire"
    mkdir -p "$there/etc/ssl/certs"
    cp /etc/ssl/certs/ca-certificates.crt "$there/etc/ssl/certs/"
    touch "$there/ready"
fi

rm -rf "$there/lettermill"
git clone -q "$root" "$there/lettermill"

# The mounts end with this shell.
# shellcheck disable=SC2016 # the inner shells expand these
unshare --mount --propagation private sh -c '
    there=$1
    shift
    mount -t proc proc "$there/proc"
    mount --rbind /dev "$there/dev"
    mount -t tmpfs tmpfs "$there/tmp"
    exec chroot "$there" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin \
        HOME=/root LC_ALL=C.UTF-8 sh -c "cd /lettermill && ./dev test \"\$@\"" \
        sh "$@"' sh "$there" "$@"
