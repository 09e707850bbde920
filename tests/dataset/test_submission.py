"""Commands and archives of submitted programs."""

from __future__ import annotations

import io
import os
import stat
import tarfile
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataset.submission.archive import ArchiveLimits, unpack
from dataset.submission.command import SubmittedCommand, parse_command
from dataset.submission.errors import SubmissionError
from tests.tiers import examples

LIMITS = ArchiveLimits(bytes=100_000, entries=20)


@pytest.mark.parametrize(
    "text",
    [
        "python src/predict.py valid.csv output.csv",
        'cl run valid.csv:0x8dfb3d src:0x1b2c3d "python src/predict.py valid.csv output.csv"',
        'cl run valid.csv:0x8dfb3d src:0x1b2c3d "python src/predict.py valid.csv output.csv" -n run-predictions '
        "--request-docker-image team/chexpert:latest --request-memory 16g --request-gpus 1",
        "cl run valid.csv:valid.csv :src 'python3 src/predict.py valid.csv output.csv'",
        '$ cl run valid.csv:0x1 src:0x2 "python3.7 src/predict.py valid.csv output.csv"',
    ],
)
def test_the_contests_command_is_read_as_it_is(text: str) -> None:
    assert parse_command(text) == SubmittedCommand("src/predict.py", "valid.csv", "output.csv")


def test_other_parts_of_a_bundle_have_to_be_in_the_archive() -> None:
    text = (
        'cl run valid.csv:0x1 src:0x2 weights:0x3 CheXpert-v1.0:0x4 "python src/a/b.py valid.csv output.csv"'
    )
    command = parse_command(text)
    assert command.folders == ("weights", "CheXpert-v1.0")
    assert str(command) == "python src/a/b.py valid.csv output.csv"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "must be python src"),
        ("bash src/run.sh valid.csv output.csv", "must be python src"),
        ("python src/a.py valid.csv output.csv; rm -rf /", "must be python src"),
        ("python /etc/passwd valid.csv output.csv", "a file in src/"),
        ("python src/../../a.py valid.csv output.csv", "a file in src/"),
        ("python -c 'print(1)' output.csv", "a file in src/"),
        ("python src/a.py ../valid.csv output.csv", "without a folder"),
        ("python src/a.py --weights output.csv", "without a folder"),
        ("python src/a.py valid.csv valid.csv", "two files"),
        ("python src/a.py valid.csv 'output.csv", "not closed"),
        ("cl run valid.csv:0x1 src:0x2", "is missing"),
        ('cl run valid.csv:0x1 code:0x2 "python src/a.py valid.csv output.csv"', "src:... among"),
        ('cl run src:0x2 "python src/a.py valid.csv output.csv"', "valid.csv:... among"),
        ('cl run valid.csv:0 src:0 ..:0x2 "python src/a.py valid.csv output.csv"', "cannot be used"),
        ("python src/a.py valid.csv " + "o" * 3000, "longer than"),
    ],
)
def test_any_other_command_is_refused(text: str, said: str) -> None:
    with pytest.raises(SubmissionError, match=said):
        parse_command(text)


@given(st.text(max_size=80))
@settings(max_examples=examples(50))
def test_no_text_is_read_as_anything_but_the_contract(text: str) -> None:
    try:
        command = parse_command(text)
    except SubmissionError:
        return
    assert command.program.startswith("src/")
    assert ".." not in command.program.split("/")
    assert "/" not in command.input + command.output


def make_zip(file: Path, entries: dict[str, bytes | str], mode: int = 0) -> Path:
    """Write a zip; an entry of text is a link to it."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = (stat.S_IFLNK if isinstance(data, str) else mode) << 16
            archive.writestr(info, data)
    return file


def make_tar(file: Path, entries: dict[str, bytes | str], kind: bytes = tarfile.SYMTYPE) -> Path:
    """Write a tar; an entry of text is a link to it, or of another kind."""
    with tarfile.open(file, "w:gz") as archive:
        for name, data in entries.items():
            info = tarfile.TarInfo(name)
            if isinstance(data, str):
                info.type, info.linkname = kind, data
                archive.addfile(info)
            else:
                info.size = len(data)
                archive.addfile(info, io.BytesIO(data))
    return file


Make = Callable[[Path, dict[str, bytes | str]], Path]
both = pytest.mark.parametrize("make", [make_zip, make_tar])


def unpacked(archive: Path, limits: ArchiveLimits = LIMITS) -> dict[str, bytes]:
    folder = archive.parent / "unpacked"
    folder.mkdir()
    unpack(archive, folder, limits)
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@both
def test_files_and_folders_are_unpacked_and_systems_own_left_out(make: Make, tmp_path: Path) -> None:
    entries: dict[str, bytes | str] = {
        "./src/a.py": b"print()",
        "src/w/b.bin": b"12",
        "__MACOSX/src/._a.py": b"x",
    }
    found = unpacked(make(tmp_path / "archive", entries))
    assert found == {"src/a.py": b"print()", "src/w/b.bin": b"12"}
    assert (tmp_path / "unpacked/src/a.py").stat().st_mode & 0o777 == 0o444
    assert (tmp_path / "unpacked/src/w").stat().st_mode & 0o777 == 0o755


@both
@pytest.mark.parametrize(
    "name", ["../a", "src/../../a", "/etc/a", "src/" + "a/" * 20 + "b", "a" * 150, "src/\\a"]
)
def test_a_path_that_leads_out_is_refused(make: Make, tmp_path: Path, name: str) -> None:
    with pytest.raises(SubmissionError, match="path"):
        unpacked(make(tmp_path / "archive", {name: b"1"}))
    assert not list((tmp_path / "unpacked").rglob("*"))


@both
def test_a_link_is_refused(make: Make, tmp_path: Path) -> None:
    with pytest.raises(SubmissionError, match="a link or something else"):
        unpacked(make(tmp_path / "archive", {"src/a.py": "/etc/shadow"}))


@pytest.mark.parametrize("kind", [tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE])
def test_devices_pipes_and_hard_links_are_refused(tmp_path: Path, kind: bytes) -> None:
    with pytest.raises(SubmissionError, match="a link or something else"):
        unpacked(make_tar(tmp_path / "archive", {"src/a.py": "/etc/shadow"}, kind))


@both
def test_a_bomb_is_stopped_by_what_it_really_holds(make: Make, tmp_path: Path) -> None:
    with pytest.raises(SubmissionError, match="more than"):
        unpacked(make(tmp_path / "archive", {"src/a.bin": bytes(50_000_000)}))
    written = sum(file.stat().st_size for file in (tmp_path / "unpacked").rglob("*") if file.is_file())
    assert written <= LIMITS.bytes


@both
def test_too_many_entries_are_refused(make: Make, tmp_path: Path) -> None:
    with pytest.raises(SubmissionError, match="more than 20 entries"):
        unpacked(make(tmp_path / "archive", {f"src/{number}": b"" for number in range(21)}))


@both
def test_two_entries_of_one_name_are_refused(make: Make, tmp_path: Path) -> None:
    with pytest.raises(SubmissionError, match="two entries"):
        unpacked(make(tmp_path / "archive", {"src/a": b"1", "./src/a": b"2"}))
    (tmp_path / "unpacked").rename(tmp_path / "before")
    with pytest.raises(SubmissionError, match="one name"):
        unpacked(make(tmp_path / "archive", {"src": b"1", "src/a": b"2"}))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04garbage", b"\x1f\x8bgarbage", b"hello" * 1000])
def test_what_is_no_archive_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "archive").write_bytes(data)
    with pytest.raises(SubmissionError):
        unpacked(tmp_path / "archive")


@both
@given(at=st.integers(0, 10_000), byte=st.integers(0, 255), cut=st.booleans())
@settings(max_examples=examples(40))
def test_a_damaged_archive_is_refused_or_unpacked_within_its_folder(
    make: Make, tmp_path_factory: pytest.TempPathFactory, at: int, byte: int, cut: bool
) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    archive = make(folder / "archive", {"src/a.py": b"print(1)\n" * 10, "src/b": os.urandom(500)})
    data = bytearray(archive.read_bytes())
    at %= len(data)
    data = data[:at] if cut else data[:at] + bytes([byte]) + data[at + 1 :]
    archive.write_bytes(data)
    with suppress(SubmissionError):
        unpacked(archive)
    assert {child.name for child in folder.iterdir()} == {"archive", "unpacked"}
