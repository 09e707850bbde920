"""The program as an installed package: its own packages lie under this one name and are found from here.

A wheel may not put packages called ``dataset`` or ``matching`` beside those of other projects. In a wheel this file is
``chexphoto_lab/__init__.py`` and the project's packages are its neighbours in that folder; importing it puts the
folder first on the path of this process and of those that it starts. In a checkout it changes nothing.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

FOLDER = Path(__file__).parent


def main() -> None:
    """Run the command line."""
    from webapp.cli.main import main as run

    run()


def _find_own_packages() -> None:
    folder = str(FOLDER)
    if sys.path[:1] != [folder]:
        sys.path.insert(0, folder)
    # Workers, jobs and the server are interpreters of their own, which this reaches.
    inherited = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    os.environ["PYTHONPATH"] = os.pathsep.join(
        [folder, *(part for part in inherited if part != folder)]
    ).rstrip(os.pathsep)


if FOLDER.name == __name__:
    _find_own_packages()
