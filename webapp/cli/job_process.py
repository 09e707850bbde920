"""A job's process: ``chexphoto synthesize`` at low priority, ending with the server.

Called as ``python -m webapp.cli.job_process PARENT NICE OPTIONS...``.
"""

from __future__ import annotations

import os
import sys

from webapp.workers.parent import die_with


def main() -> None:
    """Make the images; write progress to standard output, one JSON object per line."""
    parent, nice, *options = sys.argv[1:]
    die_with(int(parent))
    os.nice(int(nice))
    from webapp.cli.main import cli

    cli(["synthesize", "--progress-json", *options], prog_name="chexphoto")


if __name__ == "__main__":
    main()
