#!/bin/sh
# The browser tests drive Chromium: finds one, or installs it where that needs no password.
find_chromium() {
  for name in chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$name" 2>/dev/null && return 0
  done
  mac='/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'
  [ -x "$mac" ] && echo "$mac"
}

if find_chromium; then exit 0; fi

if [ "$(id -u)" = 0 ]; then
  as_root=
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
  as_root='sudo -n'
else
  as_root=none
fi

if [ "$as_root" != none ] && command -v apt-get >/dev/null; then
  echo 'Installing Chromium for the browser tests' >&2
  log=$(mktemp)
  if { $as_root apt-get update -q && DEBIAN_FRONTEND=noninteractive $as_root \
    apt-get install -q -y --no-install-recommends chromium; } >"$log" 2>&1 && find_chromium; then
    rm -f "$log"
    exit 0
  fi
  tail -n 5 "$log" >&2
  rm -f "$log"
fi
echo 'The browser tests need Chromium, none was found: install chromium or google-chrome.' >&2
exit 1
