#!/usr/bin/env bash
# Find Chromium and nginx, or install them where this user may. Debian's packages are tried first; elsewhere
# Playwright fetches its own Chromium. Says plainly what is missing and how to get it.
set -u
python=$1
have() { command -v "$1" >/dev/null 2>&1; }
chromium() { have chromium || have chromium-browser || have google-chrome || have google-chrome-stable; }

missing=()
chromium || missing+=(chromium)
have nginx || [ -x /usr/sbin/nginx ] || missing+=(nginx-light)
[ ${#missing[@]} -eq 0 ] && exit 0

if have apt-get; then
  as=""
  [ "$(id -u)" = 0 ] || { have sudo && as="sudo -n"; }
  if [ "$(id -u)" = 0 ] || [ -n "$as" ]; then
    echo "Installing ${missing[*]} (Debian packages)"
    $as apt-get update -qq && DEBIAN_FRONTEND=noninteractive $as apt-get install -y -qq --no-install-recommends \
      "${missing[@]}" fonts-liberation >/dev/null
  fi
fi
chromium || "$python" -m playwright install chromium ||
  { echo "Chromium is missing and could not be installed: install it and run make test again."; exit 1; }
exit 0
