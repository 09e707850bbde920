#!/bin/sh
# Starts CheXphoto Lab on macOS (double-click) and Linux; see start.py.
cd "$(dirname "$0")" || exit 1
exec "${PYTHON:-python3}" ./start.py "$@"
