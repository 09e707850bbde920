"""``chexphoto serve``: replaces itself by a fresh interpreter that runs ``wsgi``.

Fresh, because the first statement there is the monkey patch, and by now half the standard library is imported.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import click

from webapp.assets import missing_libraries
from webapp.cli.main import CommandError
from webapp.cli.settings_options import settings_options
from webapp.serving.command import SERVER
from webapp.settings import Settings, environment


@click.command()
@settings_options
def serve(settings: Settings) -> None:
    """Start the server; it prints where to open it."""
    check_pages()
    variables = os.environ | environment(settings)
    if sys.platform == "win32":  # its execve returns to the prompt while the server runs on
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's, which ends in its own time
        sys.exit(subprocess.call(SERVER, env=variables | {"PYTHONUTF8": "1"}))
    os.execve(sys.executable, SERVER, variables)


def check_pages() -> None:
    """Refuse to start without the pages' libraries.

    Raises:
        CommandError: if some are missing.
    """
    missing = missing_libraries()
    if missing:
        raise CommandError(
            f"The pages' libraries are missing ({', '.join(missing)}). In a checkout, run `make serve`."
        )
