#!/usr/bin/env bash
# Find what the tests drive, or install it where this user may: Chromium and nginx for pages, LibreOffice and poppler
# for the files that people take away. Debian's packages are tried first; elsewhere Playwright fetches its own Chromium.
# Says plainly what is missing and how to get it.
set -u
python=$1
have() { command -v "$1" >/dev/null 2>&1; }
chromium() { have chromium || have chromium-browser || have google-chrome || have google-chrome-stable; }
# Its programs are packages of their own: one may be there without the others.
office() { local home; home=$(dirname "$(readlink -f "$(command -v soffice)")") && [ -x "$home/simpress" ] && [ -x "$home/scalc" ]; }

missing=()
chromium || missing+=(chromium)
have nginx || [ -x /usr/sbin/nginx ] || missing+=(nginx-light)
[ -e /usr/lib/nginx/modules/ngx_http_brotli_static_module.so ] || missing+=(libnginx-mod-http-brotli-static)
{ have soffice && office; } || missing+=(libreoffice-impress libreoffice-calc)
have pdftoppm && have pdftotext || missing+=(poppler-utils)
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
have soffice && have pdftoppm ||
  { echo "LibreOffice (Impress, Calc) or poppler is missing and could not be installed: install them and run make test again."; exit 1; }
exit 0
