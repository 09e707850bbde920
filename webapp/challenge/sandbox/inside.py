"""The first process of a sandbox: sets the kernel's limits, runs the program, hands its output out.

It is run by the submissions' own Python, whichever that is, and so needs nothing but its standard library. The
program may kill or change it, which wins it nothing: what goes through here is the program's own output, and the
server measures and ends it from outside.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

CANNOT_START = 127
STARTED = b"\n"
"""Goes out first: without it, it was the sandbox that failed and not the program."""


def main() -> int:
    """Run ``argv[2:]``; then write the file ``output``, of the limits in ``argv[1]``, to standard output."""
    import resource  # the server imports this module too, and Windows lacks that one

    limits = json.loads(sys.argv[1])
    for name in ("AS", "FSIZE", "NPROC", "NOFILE", "CORE"):
        most = int(limits[name])
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (most, most))
    os.write(1, STARTED)
    try:
        # Standard output is the way out of the predictions; whatever the program prints is log.
        program = subprocess.Popen(sys.argv[2:], stdin=subprocess.DEVNULL, stdout=2, stderr=2)
    except OSError as error:
        print(f"The program cannot be started: {error}", file=sys.stderr)
        return CANNOT_START
    code = program.wait()
    with suppress(OSError):
        os.kill(-1, signal.SIGKILL)  # all that it left behind; not this process
    if code == 0:
        _hand_out(limits["output"], int(limits["FSIZE"]))
    return code if code >= 0 else 128 - code


def _hand_out(name: str, most: int) -> None:
    with suppress(OSError), Path(name).open("rb") as output:
        while most > 0 and (part := output.read(1 << 16)):
            most -= os.write(1, part)


if __name__ == "__main__":
    sys.exit(main())
