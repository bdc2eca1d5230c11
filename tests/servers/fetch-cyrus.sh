#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# fetch-cyrus.sh DIR - unpacks Cyrus IMAP into DIR, for the tests (see cyrus.h).
#
# Debian's cyrus-imapd and dovecot-imapd cannot be installed together, so nothing is installed: the
# packages are fetched and unpacked, with the libraries of theirs that the system has not. Says
# nothing where they are there already. Needs apt with its lists, no root.
set -eu

if [ $# -ne 1 ]; then
  echo "usage: $0 DIR" >&2
  exit 2
fi
root=$1
if [ -e "$root/complete" ]; then
  exit 0
fi
mkdir -p "$(dirname "$root")"
work=$(mktemp -d "$(dirname "$root")/cyrus-XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

# What installing them would bring in anew; of that the libraries and Cyrus itself.
packages=$(apt-get install --simulate --no-install-recommends --no-upgrade \
             cyrus-imapd cyrus-common sasl2-bin |
           awk '$1 == "Inst" && $3 !~ /^\[/ && $2 ~ /^(cyrus-|lib)/ { print $2 }')
# shellcheck disable=SC2086 # a list of words
set -- $packages
case " $* " in
*" cyrus-imapd "*) ;;
*) set -- "$@" cyrus-imapd cyrus-common ;; # they are installed
esac

echo "Fetching Cyrus IMAP for the tests" >&2
mkdir "$work/root"
(cd "$work" && apt-get download -qq -o APT::Sandbox::User= "$@" sasl2-bin)
for package in "$work"/*.deb; do
  dpkg-deb --extract "$package" "$work/root"
done
# /lib is a link to /usr/lib, over which only usr is laid.
if [ -d "$work/root/lib" ]; then
  cp -a "$work/root/lib/." "$work/root/usr/lib"
fi
touch "$work/root/complete"
chmod 755 "$work/root"
rm -rf "$root"
mv "$work/root" "$root"
