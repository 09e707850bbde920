"""Putting a release together: pictures compared and copied, tables and papers written, all renamed at the end."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from dataset.errors import DatasetError
from dataset.files import sha256_of_file
from dataset.release.combining import ReleasePlan
from dataset.release.further_tables import MANIFEST, JoinedTable, joined_tables
from dataset.release.label_tables import csv_lines
from dataset.release.papers import EDITABLE, papers
from dataset.release.record import RECORD, Addition, ReleaseRecord, Statement, read_record
from dataset.release.sums import SUMS, read_sums, sums_text, visible_files
from dataset.release.workplace import Workplace
from dataset.statistics import write_statistics

MASK = ".mask.png"
BESIDE = (MASK, ".truth.npz")
"""Files that go along with a picture, by what replaces its extension."""
RESERVE_BYTES = 100_000_000

Progress = Callable[[str, int, int], object]
"""Called with the name of a step, how many files are done, and how many there are."""


@dataclass(frozen=True, slots=True)
class ReleaseOutcome:
    """Outcome of a run.

    Attributes:
        added: Pictures that were added.
        there: Pictures of the sources that were there already.
        changed: Whether anything was written.
        kept: Papers that somebody has edited, and that stay as they are.
    """

    added: int
    there: int
    changed: bool
    kept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _File:
    """A file to copy."""

    source: Path
    sha256: str


def publish(
    place: Workplace,
    plan: ReleasePlan,
    said: Statement | None = None,
    *,
    on: date | None = None,
    progress: Progress = lambda *_: None,
) -> ReleaseOutcome:
    """Make a release, or add to it what is new.

    Args:
        place: Its root, opened.
        plan: What it will hold.
        said: What the operator states about it.
        on: The date; None takes today's.
        progress: Told how far it is.

    Raises:
        DatasetError: Pictures are missing, are not what their manifest says, or are there with other bytes; or the
            disk is too small.  Nothing has changed then; ``problems`` names every file.
    """
    tables = joined_tables(plan)
    manifest = next(table for table in tables if table.name == MANIFEST)
    new, there = _compare(place, plan, manifest.digests, progress)
    _require_space(place, new)
    for number, (path, file) in enumerate(new.items(), start=1):
        place.add(path, file.source, file.sha256)
        progress("copying", number, len(new))
    before, stated = read_record(plan.root), read_sums(plan.root)
    digests = stated | {path: file.sha256 for path, file in new.items()}
    manifest.add_missing(plan, digests)
    written = write_tables(place, plan, tables)
    record = _record(plan, before).stating(said or Statement())
    if not new and record == before and all(_is_there(plan.root / path, written[path]) for path in written):
        place.discard()
        return ReleaseOutcome(0, there, changed=False)
    record = record.adding(_additions(plan), (on or date.today()).isoformat())
    for counts in write_statistics(place.new):
        written[counts.relative_to(place.new).as_posix()] = sha256_of_file(counts)
    texts = papers(plan, record, digests | written) | {RECORD: record.text()}
    kept = tuple(name for name in texts if _is_edited(plan.root, name, stated))
    for name in texts.keys() - kept:
        place.write(name, texts[name])
        written[name] = sha256_of_file(place.file(name))
    _publish(place, digests | written, [*new, *written])
    return ReleaseOutcome(sum(path in plan.rows for path in new), there, changed=True, kept=kept)


def _compare(
    place: Workplace, plan: ReleasePlan, stated: Mapping[str, str], progress: Progress
) -> tuple[dict[str, _File], int]:
    """Return the files to copy, and how many pictures are there already."""
    new: dict[str, _File] = {}
    there = 0
    problems = []
    offers = list(plan.offers())
    for number, (path, file) in enumerate(offers, start=1):
        for path_beside, beside in _with_beside(plan, path, file):
            try:
                digest = _digest(beside, stated.get(path_beside))
                if _is_new(place.root / path_beside, digest, new.get(path_beside)):
                    new.setdefault(path_beside, _File(beside, digest))
                elif path_beside == path and path not in new:
                    there += 1
            except DatasetError as error:
                problems.append(str(error))
        progress("comparing", number, len(offers))
    if problems:
        raise DatasetError(f"{len(problems):,} files cannot be released; nothing was changed:", problems)
    return new, there


def _with_beside(plan: ReleasePlan, path: str, file: Path) -> Iterator[tuple[str, Path]]:
    yield path, file
    for suffix in BESIDE:
        beside = file.with_name(file.stem + suffix)
        # A mask of the test split would tell its label.
        secret = path.startswith("test/") and suffix == MASK and not plan.test_labels
        if not secret and beside.is_file():
            yield path.rpartition(".")[0] + suffix, beside


def _digest(file: Path, stated: str | None) -> str:
    try:
        if file.is_symlink():
            raise DatasetError(f"{file} is a link; put the file itself there")
        found = sha256_of_file(file)
    except OSError as error:
        raise DatasetError(f"{file}: {error.strerror}. Run chexphoto check on its data set") from None
    if stated and found != stated:
        raise DatasetError(f"{file} is not what its manifest says: its SHA-256 is {found}, not {stated}")
    return found


def _is_new(target: Path, digest: str, other: _File | None) -> bool:
    """Return whether a file is to be copied; another one with other bytes is an error."""
    if other is not None:
        if other.sha256 != digest:
            raise DatasetError(
                f"{target.name}: {other.source} and another source have other bytes for {target}"
            )
        return False
    if not target.exists():
        return True
    if sha256_of_file(target) != digest:
        raise DatasetError(
            f"{target} is there with other bytes. Release the set under another name, or begin a new data set"
        )
    return False


def _require_space(place: Workplace, new: Mapping[str, _File]) -> None:
    needed = sum(
        file.source.stat().st_size
        for path, file in new.items()
        if not file.source.is_relative_to(place.sources) and not place.file(path).exists()
    )
    free = shutil.disk_usage(place.root).free - RESERVE_BYTES
    if needed > free:
        raise DatasetError(
            f"{needed / 1e9:.1f} GB are to be copied, and the disk of {place.root} has {max(free, 0) / 1e9:.1f} GB. "
            "Make room, or choose another disk"
        )


def write_tables(place: Workplace, plan: ReleasePlan, tables: Iterable[JoinedTable]) -> dict[str, str]:
    """Write all tables; return their digests by path."""
    texts: dict[str, Iterable[str]] = {}
    for file, columns, rows in plan.tables():
        texts[file] = csv_lines(columns, rows)
    for table in tables:
        if table.lines or (plan.root / table.name).exists():
            texts[table.name] = table.text()
    for path, lines in texts.items():
        place.write_lines(path, lines)
    return {path: sha256_of_file(place.file(path)) for path in texts}


def _record(plan: ReleasePlan, before: ReleaseRecord | None) -> ReleaseRecord:
    if before is None:
        return ReleaseRecord(plan.name, test_labels=plan.test_labels)
    return replace(before, test_labels=plan.test_labels)


def _additions(plan: ReleasePlan) -> tuple[Addition, ...]:
    return tuple(
        Addition(
            source.name,
            len(source.rows),
            source.versions.get("csv_sha256", ""),
            source.versions.get("transforms_version", ""),
        )
        for source in plan.sources
    )


def _is_there(file: Path, sha256: str) -> bool:
    return file.is_file() and sha256_of_file(file) == sha256


def _is_edited(root: Path, name: str, stated: Mapping[str, str]) -> bool:
    """Return whether a person has written or changed a paper since it was released."""
    file = root / name
    return name != RECORD and file.is_file() and sha256_of_file(file) != stated.get(name)


def _publish(place: Workplace, digests: Mapping[str, str], paths: Sequence[str]) -> None:
    replaced = set(paths)
    every = {path: digests[path] for path in paths}
    for path in visible_files(place.root):
        if path not in replaced and path != SUMS:
            known = digests.get(path) if path not in EDITABLE else None
            every[path] = known or sha256_of_file(place.root / path)
    place.write(SUMS, sums_text(every))
    place.publish([*paths, SUMS])
