"""The command that starts the server in a process of its own."""

from __future__ import annotations

import sys

# -P: a folder that the server is started in must not lend it modules of the same names.
SERVER = [sys.executable, "-P", "-m", "wsgi"]
