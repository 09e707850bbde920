"""``chexphoto serve``: replaces itself by a fresh interpreter that runs ``wsgi``.

Fresh, because the first statement there is the monkey patch, and by now half the standard library is imported.
"""

from __future__ import annotations

import os
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
    os.execve(sys.executable, SERVER, os.environ | environment(settings))


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
