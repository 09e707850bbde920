"""``chexphoto sign-in``: a new address that signs the operator in, beside a running server."""

from __future__ import annotations

from pathlib import Path

import click

from webapp.auth.one_time import LIFETIME_S, OneTimeCodes
from webapp.cli.data_root import data_root
from webapp.cli.main import CommandError
from webapp.integrity.verify import server_runs
from webapp.serving.start_message import WIDTH, origins_file, ways_in


@click.command("sign-in")
@click.option(
    "--data-root",
    "given_root",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the server keeps its data. [CHEXPHOTO_DATA_ROOT]",
)
def sign_in(given_root: Path | None) -> None:
    """Print an address that signs you in at the running server, once and within half an hour."""
    root = data_root(given_root)
    if not server_runs(root):
        raise CommandError(
            f"No server is running on {root}. `chexphoto serve` prints such an address itself."
        )
    origins = origins_file(root).read_text(encoding="utf-8").splitlines()
    for name, address in ways_in(origins, OneTimeCodes(root / "secrets").new()):
        click.echo(f"  {name:<{WIDTH}} {address}")
    click.echo(f"One of them, once, within {LIFETIME_S / 60:.0f} minutes.")
