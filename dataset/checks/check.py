"""The whole check of a data set root."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from dataset.checks.comparison import manifest_agrees, presence, soundness, sums_agree
from dataset.checks.faults import CheckReport, Fault
from dataset.checks.files import Corners, ExaminedFile, Examiner, LocalExaminer, examine_files
from dataset.checks.manifest_facts import ManifestFacts, read_manifest
from dataset.checks.source_labels import SourceLabels
from dataset.checks.splits import copies_apart, patients_apart, similar_apart
from dataset.checks.tables import Tables, read_tables
from dataset.errors import DatasetError, LayoutError
from dataset.release.record import RECORD
from dataset.release.source import is_data_set
from dataset.release.sums import SUMS, read_sums, visible_files
from dataset.release.workplace import WORKING

Progress = Callable[[str, int, int], object]


def check_dataset(
    root: Path,
    *,
    pixels: bool = False,
    sources: Sequence[Path] = (),
    progress: Progress = lambda *_: None,
    examiner: Examiner | None = None,
) -> CheckReport:
    """Check a data set; nothing is changed.

    Args:
        root: Its top folder.
        pixels: Decode every picture, and compare those of different splits.
        sources: CSVs that the labels must be those of.
        progress: Told how far it is: step, files done, all files.
        examiner: Decodes the pictures; None has this process do it.

    Raises:
        LayoutError: It is no data set.
        CsvError: A source cannot be read.
    """
    root = root.absolute()
    if not (is_data_set(root) or (root / RECORD).is_file() or (root / WORKING).is_dir()):
        raise LayoutError(
            f"{root} is no data set: there is no train.csv, valid.csv or test.csv in it. "
            "Give the folder that release, export or synthesize wrote"
        )
    labels = SourceLabels(sources) if sources else None
    tables = read_tables(root)
    manifest = read_manifest(root, tables.name)
    by = examiner or LocalExaminer()
    files = _examined(root, tables, manifest, pixels, progress, by)
    faults = [*tables.faults, *presence(root, tables, files), *soundness(files), *_sums(root, files)]
    released = (root / RECORD).is_file()
    faults += manifest_agrees(manifest, tables, files, required=released)
    faults += [*patients_apart(tables), *copies_apart(tables, files)]
    if pixels:
        faults += similar_apart(root, tables, files, manifest, by)
    if labels:
        faults += labels.compare(tables, manifest)
    notes = tuple(_notes(root, manifest, pixels, bool(labels)))
    compared = len(tables.rows) if labels else 0
    return CheckReport(str(root), len(tables.rows), len(files), tuple(dict.fromkeys(faults)), compared, notes)


def _examined(
    root: Path,
    tables: Tables,
    manifest: ManifestFacts,
    pixels: bool,
    progress: Progress,
    examiner: Examiner,
) -> dict[str, ExaminedFile]:
    paths = list(visible_files(root))

    def corners(path: str) -> Corners | None:
        facts = manifest.pictures.get(path)
        return facts.placed() if facts else None

    found: dict[str, ExaminedFile] = {}
    examined = examine_files(
        root, paths, tables.rows.__contains__, pixels=pixels, corners=corners, examiner=examiner
    )
    for path, file in examined:
        found[path] = file
        progress("reading", len(found), len(paths))
    return found


def _sums(root: Path, files: dict[str, ExaminedFile]) -> list[Fault]:
    try:
        stated = read_sums(root)
    except DatasetError as error:
        return [Fault("table_unreadable", SUMS, problem) for problem in error.problems]
    return list(sums_agree(root, stated, files))


def _notes(root: Path, manifest: ManifestFacts, pixels: bool, compared: bool) -> list[str]:
    notes = []
    if not manifest.there and not (root / SUMS).is_file():
        notes.append(
            "There is neither manifest.csv nor SHA256SUMS: a file with other bytes could not be noticed."
        )
    if not pixels:
        notes.append(
            "Pictures were not decoded, nor compared between splits by what they show; --pixels does both."
        )
    if not compared:
        notes.append("Labels were not compared with those of the x-rays; --source CSV does so.")
    return notes
