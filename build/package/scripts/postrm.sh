#!/bin/sh
# After a removal. dpkg says what it does in words; rpm says how many are left, and an upgrade leaves one: that takes nothing away.
# What people did with the program is in their homes, and stays there.
set -e

case "$1" in
  remove | purge | 0)
    if [ -e /etc/apparmor.d/holdfast ]; then
      if command -v apparmor_parser >/dev/null 2>&1 && aa-enabled --quiet 2>/dev/null; then
        apparmor_parser --remove /etc/apparmor.d/holdfast || true
      fi
      rm -f /etc/apparmor.d/holdfast
    fi
    ;;
esac
