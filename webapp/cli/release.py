"""``chexphoto release``: one data set root from everything there is: sessions, exports and synthetic sets."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TypedDict, Unpack

import click

from capture.archive import Archive
from capture.storage import Storage
from dataset.export import Maker
from dataset.release import (
    NOT_STATED,
    Progress,
    ReleaseOutcome,
    ReleaseSource,
    Statement,
    Workplace,
    make_release,
    open_root,
    read_record,
    read_source,
)
from dataset.release.papers import TERMS
from webapp.cli.data_root import data_root, storage_in
from webapp.cli.decoding.decoders import decoders
from webapp.cli.export import complete_study_sessions
from webapp.cli.step_progress import progress_bar, progress_lines
from webapp.pixels.export_pixels import ExportPixels
from webapp.releases.session_sources import session_sources

File = click.Path(exists=True, dir_okay=False, path_type=Path)
Folder = click.Path(file_okay=False, path_type=Path)


class ReleaseOptions(TypedDict):
    """The options of the command, as Click passes them."""

    root: Path
    folders: tuple[Path, ...]
    sessions: tuple[str, ...]
    studies: tuple[str, ...]
    allow_incomplete: bool
    usable_only: bool
    licence: str | None
    licence_file: Path | None
    title: str | None
    data_version: str | None
    creators: tuple[str, ...]
    description: str | None
    test_labels: bool
    data_root: Path | None
    progress_json: bool


@click.command("release")
@click.argument("root", type=Folder)
@click.argument("folders", type=Folder, nargs=-1)
@click.option(
    "--session", "sessions", multiple=True, metavar="ID", help="A session to release; may be repeated."
)
@click.option("--study", "studies", multiple=True, metavar="ID|NAME", help="A study, with all its sessions.")
@click.option(
    "--allow-incomplete", is_flag=True, help="With --study: release it although photos are missing."
)
@click.option("--usable-only", is_flag=True, help="Of sessions: only photos that every reader calls usable.")
@click.option("--licence", metavar="TEXT", help="The licence that you give it under, such as CC-BY-NC-4.0.")
@click.option("--licence-file", type=File, help="A file with the text of the licence.")
@click.option("--title", help="Of the data set. [the name of ROOT]")
@click.option("--data-version", metavar="VERSION", help="Of the data set. [1.0.0]")
@click.option("--creator", "creators", multiple=True, metavar="NAME", help="Who made it; may be repeated.")
@click.option("--description", help="What it is, in a sentence or two.")
@click.option("--test-labels", is_flag=True, help="Give away the labels of the test split in test.csv.")
@click.option("--data-root", type=Folder, help="Where the server keeps its data. [CHEXPHOTO_DATA_ROOT]")
@click.option("--progress-json", is_flag=True, help="Tell progress as lines of JSON on standard output.")
def release_command(**options: Unpack[ReleaseOptions]) -> None:
    """Make the data set ROOT, or add to it what is new, from sessions and from FOLDERs.

    A FOLDER is one that `export` or `synthesize` wrote. Pictures are copied; what is in ROOT already stays, and a
    picture that is there with other bytes is an error. Run it again after an interruption: it goes on where it was.
    """
    if not (options["folders"] or options["sessions"] or options["studies"]):
        raise click.UsageError("Say what to release: folders after ROOT, --session ID, or --study ID.")
    try:
        with progress_lines() if options["progress_json"] else progress_bar() as progress:
            outcome = _release(options, progress)
    except KeyboardInterrupt:
        click.echo("\nStopped. Nothing was changed; the same command goes on from here.", err=True)
        sys.exit(130)
    if options["progress_json"]:
        click.echo(json.dumps({"outcome": asdict(outcome)}))
    else:
        _tell(outcome, options["root"])


def _release(options: ReleaseOptions, progress: Progress) -> ReleaseOutcome:
    said = _statement(options)  # before anything is written: a file that cannot be read
    with open_root(options["root"]) as place:
        sources = [read_source(folder) for folder in options["folders"]]
        if options["sessions"] or options["studies"]:
            root = data_root(options["data_root"])
            with storage_in(root) as storage, decoders(data_root=root) as workers:
                sources += _of_sessions(storage, root, place, options, progress, ExportPixels(workers))
        return make_release(
            place, sources, said, test_labels=options["test_labels"], on=date.today(), progress=progress
        )


def _statement(options: ReleaseOptions) -> Statement:
    if options["licence"] and options["licence_file"]:
        raise click.UsageError("Give --licence or --licence-file, not both.")
    text = (
        options["licence_file"].read_text(encoding="utf-8") if options["licence_file"] else options["licence"]
    )
    return Statement(
        options["title"], options["data_version"], text, options["creators"] or None, options["description"]
    )


def _of_sessions(
    storage: Storage,
    root: Path,
    place: Workplace,
    options: ReleaseOptions,
    progress: Progress,
    maker: Maker,
) -> Iterator[ReleaseSource]:
    sessions = list(options["sessions"])
    for study in options["studies"]:
        sessions += complete_study_sessions(storage, study, allow_incomplete=options["allow_incomplete"])
    return session_sources(
        storage,
        Archive(root),
        sessions,
        place,
        progress,
        usable_only=options["usable_only"],
        maker=maker,
    )


def _tell(outcome: ReleaseOutcome, root: Path) -> None:
    record = read_record(root)
    if record is None or record.licence == NOT_STATED:
        click.echo(
            f"No licence is stated. State one with --licence TEXT or --licence-file FILE.\n{TERMS}", err=True
        )
    elif outcome.changed:
        click.echo(TERMS, err=True)
    for name in outcome.kept:
        click.echo(f"{name} has been edited and stays as it is.", err=True)
    there = f", {outcome.there:,} were there" if outcome.there else ""
    click.echo(f"{outcome.added:,} pictures added{there} -> {root}")
