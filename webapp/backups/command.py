"""``chexphoto backup``, ``chexphoto restore`` and ``chexphoto rollback``."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from webapp.backups.backup import back_up
from webapp.backups.restore import restore
from webapp.backups.rollback import DatabaseCopy, copies, roll_back
from webapp.integrity.command import chosen_root, root_option
from webapp.integrity.progress_bar import ProgressBar

Folder = click.Path(path_type=Path)


@click.command("backup")
@click.argument("dest", type=Folder)
@root_option
@click.option("--without-keys", is_flag=True, help="Leave out TLS keys and the operator's token.")
@click.option("--check", is_flag=True, help="Read again what the backup holds already, and mend it.")
def backup_command(dest: Path, root: Path | None, without_keys: bool, check: bool) -> None:
    """Back up the data root into the folder DEST, or bring the backup there up to date.

    The server may be running. Photos that DEST holds already are not copied again. The status is 0 if the backup is
    complete, 1 if the data root itself lacks files or some have changed, 2 if nothing could be backed up.
    """
    found = chosen_root(root)
    with _stoppable("What was copied stays; the same command goes on from here."), ProgressBar() as progress:
        result = back_up(found, dest.absolute(), progress, keys=not without_keys, check=check)
    _tell([*result.missing, *result.changed])
    click.echo(f"{result.files:,} files in {dest}; {result.copied:,} new ({result.bytes / 1e6:,.1f} MB).")
    if result.missing or result.changed:
        click.echo(
            "The data root itself has these faults: chexphoto verify says what to do about them.", err=True
        )
        sys.exit(1)


@click.command("restore")
@click.argument("src", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("dest", type=Folder)
def restore_command(src: Path, dest: Path) -> None:
    """Make a data root in the folder DEST from the backup in SRC.

    DEST must be new or empty; every file is checked against its digest. The status is 0 if everything was restored, 1
    if the backup lacks files or some are damaged, 2 if nothing could be restored.
    """
    with _stoppable("The same command goes on from here."), ProgressBar() as progress:
        result = restore(src, dest, progress)
    _tell(result.damaged)
    made = time.strftime("%Y-%m-%d %H:%M", time.localtime(result.manifest.made_at))
    restored = len(result.manifest.files) - len(result.damaged)
    click.echo(f"{restored:,} files of {made} are in {dest}. Check it: chexphoto verify --root {dest}")
    if not result.manifest.keys:
        click.echo(
            "The backup holds no keys: phones have to trust the server again, and its token is a new one."
        )
    sys.exit(1 if result.damaged else 0)


@click.command("rollback")
@root_option
@click.option("--to", "revision", metavar="REVISION", help="The copy to put back, by its revision.")
@click.option("--list", "only_list", is_flag=True, help="List the copies and change nothing.")
def rollback_command(root: Path | None, revision: str | None, only_list: bool) -> None:
    """Put the database back as it was before an upgrade, so that an older version of this program can go on.

    The server must be stopped. The present database is kept as a copy too, and no photo is touched. The status is 0 if
    the copy is in place, 2 if nothing was changed.
    """
    found = chosen_root(root)
    if only_list:
        for copy in copies(found):
            click.echo(f"{copy.revision}  {copy.file.name}  {_writer(copy)}")
        return
    done = roll_back(found, revision)
    click.echo(f"The database is that of revision {done.copy.revision} now, of {_writer(done.copy)}.")
    click.echo(f"Install {_writer(done.copy)} and start it: this version would upgrade the database again.")
    if done.left:
        click.echo(
            f"{done.left:,} photos that were filed since belong to no session now; they stay, and "
            "chexphoto export --from-photos reads them."
        )
    click.echo(
        f"To go back to where you were: chexphoto rollback --to {done.kept.revision} (of {_writer(done.kept)})."
    )


def _writer(copy: DatabaseCopy) -> str:
    return f"version {copy.program}" if copy.program else "the version that you had before"


def _tell(lines: Sequence[str]) -> None:
    for line in lines:
        click.echo(line, err=True)


@contextmanager
def _stoppable(then: str) -> Iterator[None]:
    """Have Ctrl-C say what is left; what is written is for its owner alone."""
    os.umask(0o077)
    try:
        yield
    except KeyboardInterrupt:
        click.echo(f"\nStopped. {then}", err=True)
        sys.exit(130)
