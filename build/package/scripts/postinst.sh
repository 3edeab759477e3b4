#!/bin/sh
# After the installation and after every upgrade, by dpkg and by rpm.
set -e

helper=/opt/Holdfast/chrome-sandbox
# Always, not only where namespaces are refused: a test as root says nothing about what ordinary users may do. Where an
# administrator has said otherwise (dpkg-statoverride), that stands.
if ! { command -v dpkg-statoverride && dpkg-statoverride --list "$helper"; } >/dev/null 2>&1; then
  chown root:root "$helper"
  chmod 4755 "$helper"
fi

# Ubuntu since 24.04 keeps namespaces from programs without a profile. Older systems cannot read this one.
if [ -e /etc/apparmor.d/abi/4.0 ]; then
  install -m 0644 /opt/Holdfast/resources/apparmor-profile /etc/apparmor.d/holdfast
  if command -v apparmor_parser >/dev/null 2>&1 && aa-enabled --quiet 2>/dev/null; then
    apparmor_parser --replace --write-cache /etc/apparmor.d/holdfast || echo 'holdfast: the AppArmor profile could not be loaded; it is at the next start of the system.' >&2
  fi
fi
