#!/bin/sh
# Finds a Python 3.11 and lets it do the set-up (scripts/setup.py). Safe to run again.
for candidate in ${PYTHON:+"$PYTHON"} python3.11 python3 python; do
  if "$candidate" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then
    exec "$candidate" "$(dirname "$0")/setup.py" "$@"
  fi
done
found=$(python3 --version 2>/dev/null || echo 'no Python at all')
echo "Python 3.11 is needed, found $found." >&2
echo "  Debian, Ubuntu: apt-get install python3.11 python3.11-venv;  macOS: brew install python@3.11" >&2
echo "  elsewhere: python.org; or set PYTHON=/path/to/python3.11" >&2
exit 1
