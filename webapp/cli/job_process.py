"""A job's process: a command of ``chexphoto`` at low priority, ending with the server.

Called as ``python -m webapp.cli.job_process PARENT NICE COMMAND OPTIONS...``.
"""

from __future__ import annotations

import sys

from webapp.workers.limits import stand_back
from webapp.workers.parent import die_with


def main() -> None:
    """Run the command."""
    parent, nice, *arguments = sys.argv[1:]
    die_with(int(parent))
    stand_back(int(nice))
    from webapp.cli.main import cli

    cli(arguments, prog_name="chexphoto")


if __name__ == "__main__":
    main()
