"""``chexphoto verify``: check that a data root is whole.

Needs no server, and may be used while one runs: it reads only, and of the database a copy of one moment.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from webapp.integrity.progress_bar import ProgressBar
from webapp.integrity.verify import require_root, verify
from webapp.settings import read_settings


def root_option(command: click.decorators.FC) -> click.decorators.FC:
    """Give a command the option that says which data root it is about."""
    return click.option(
        "--root",
        type=click.Path(file_okay=False, path_type=Path),
        help="Where the server keeps its data. [CHEXPHOTO_DATA_ROOT]",
    )(command)


def chosen_root(root: Path | None) -> Path:
    """Return the data root that was given, or that of the settings.

    Raises:
        RootUnusable: There is no database in it.
    """
    found = (root or read_settings().data_root).absolute()
    require_root(found)
    return found


@click.command("verify")
@root_option
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.option("--quick", is_flag=True, help="Compare sizes only; do not read the photos.")
def verify_command(root: Path | None, as_json: bool, quick: bool) -> None:
    """Check every photo against its digest and the journal, and every row against its file.

    Nothing is changed; a server may be running. The status is 0 if all is well, 1 if there are problems, 2 if the data
    root cannot be checked.
    """
    try:
        with ProgressBar() as progress:
            report = verify(chosen_root(root), progress, digests=not quick)
    except KeyboardInterrupt:
        click.echo("\nStopped. Nothing was changed.", err=True)
        sys.exit(130)
    if as_json:
        click.echo(json.dumps(report.to_json(), indent=2, ensure_ascii=False))
    else:
        for line in report.lines():
            click.echo(line)
    sys.exit(1 if report.problems else 0)
